"""`python -m triage.learn DATA MODELS`: build the shipped model from the corpus. Called by `make model`."""

from __future__ import annotations

import sys
from pathlib import Path

from triage import __version__
from triage.learn.corpus import load_corpus, load_usage
from triage.learn.modelfile import save
from triage.learn.retrain import told_apart
from triage.learn.train import trained

if __name__ == "__main__":
    data, models = map(Path, sys.argv[1:3])
    corpus = load_corpus(data)
    new = trained(corpus, usage=load_usage(data), version=__version__)
    save(new.model, models, control=told_apart(new, corpus))
