"""`Message` to `Verdict`. Pure; the only place where a fate is chosen is `policy.decide`."""
