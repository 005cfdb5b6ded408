"""Labelled folders to a model; the only importer of scikit-learn and joblib."""
