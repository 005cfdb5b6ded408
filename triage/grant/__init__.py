"""How the first tokens of an account are had: by a page in the user's browser, or by a code typed on any device."""
