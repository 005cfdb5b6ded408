"""A handful of what `make fuzz` does, always the same: mail and answers changed by chance end in a value or an error of ours."""

import random

import pytest
from faults.fuzz import TARGETS, mutated


@pytest.mark.parametrize(
    ("name", "count"), [("messages", 60), ("answers of servers", 600), ("sessions with servers", 60)]
)
def test_whatever_comes_ends_in_a_value_or_an_error_of_ours(name, count):
    target, chance = TARGETS[name], random.Random(1)
    seeds = list(target.seeds())

    for _ in range(count):
        target.feed(mutated(chance.choice(seeds), chance, others=seeds))
