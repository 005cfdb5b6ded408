"""How others tell near duplicates: exact hashes, SimHash, MinHash and the fuzzy rule of rspamd, as rules over words.

A rule signs a text and says how alike two signatures are, 0 to 1. Each is given the words of our normalised own text, without quote,
signature and footer: its best chance. None of them knows of threads, sellers or news.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from triage.judge.gist import word_key

SHINGLE = 3
RSPAMD_PIPES = 32
RSPAMD_WORDS = 64
Signature = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: `sign` makes a signature of shape (parts,), `alike` compares one with many of shape (texts, parts).

    `least` is the likeness from which on it calls two texts the same, where its makers say; else it is fitted.
    """

    name: str
    sign: Callable[[Sequence[str]], Signature]
    alike: Callable[[Signature, Signature], NDArray[np.float64]]
    least: float | None = None


def shingles(run: Sequence[str]) -> list[str]:
    """Return the overlapping runs of three words, or all words of a shorter text."""
    return sorted({" ".join(run[at : at + SHINGLE]) for at in range(max(1, len(run) - SHINGLE + 1))})


def _hashes(run: Sequence[str]) -> NDArray[np.uint64]:
    digests = b"".join(blake2b(one.encode("utf-8", "surrogatepass"), digest_size=8).digest() for one in shingles(run))
    return np.frombuffer(digests, dtype="<u8").astype(np.uint64)


def _exact(run: Sequence[str]) -> Signature:
    return np.frombuffer(blake2b(" ".join(run).encode(), digest_size=8).digest(), dtype="<u8").astype(np.uint64)


def _simhash(run: Sequence[str]) -> Signature:
    bits = np.unpackbits(_hashes(run).view(np.uint8).reshape(-1, 8), axis=1)
    return (2 * bits.sum(axis=0, dtype=np.int64) > len(bits)).astype(np.uint64)


def _minhash(run: Sequence[str]) -> Signature:
    from datasketch import MinHash  # of the extra `bench`; the other rules are tested without it

    made = MinHash(num_perm=128, seed=1)
    made.update_batch([one.encode("utf-8", "surrogatepass") for one in shingles(run)])
    return made.hashvalues


def _rspamd(run: Sequence[str]) -> Signature:
    """Return 32 minima over shingles of stemmed words; of a text that is too short for them, its hash in all places.

    rspamd keys its 32 hash functions with one key after another; any 32 that are independent make the same rule.
    """
    stems = [word_key(word) for word in run]
    if len(stems) < RSPAMD_WORDS:
        return np.repeat(_exact(stems), RSPAMD_PIPES)
    keys = np.random.default_rng(1).integers(1, 2**63, size=(RSPAMD_PIPES, 2), dtype=np.uint64)
    mixed = (_hashes(stems) ^ keys[:, :1]) * (keys[:, 1:] | np.uint64(1))
    mixed = (mixed ^ (mixed >> np.uint64(31))) * np.uint64(0x9E3779B97F4A7C15)
    return (mixed ^ (mixed >> np.uint64(29))).min(axis=1)


def _equal(one: Signature, others: Signature) -> NDArray[np.float64]:
    """Return the share of places in which each of the others is the same."""
    return (np.atleast_2d(others) == one).mean(axis=1)


RULES = (
    Rule("exact hash", _exact, _equal, least=1.0),
    Rule("SimHash, 64 bits", _simhash, _equal),
    Rule("MinHash, 128 (datasketch)", _minhash, _equal),
    Rule("fuzzy rule of rspamd", _rspamd, _equal, least=(RSPAMD_PIPES // 2 + 1) / RSPAMD_PIPES),
)
"""rspamd: `src/libutil/shingles.c` (windows of 3 words, 32 minima), `src/libserver/fuzzy_backend/fuzzy_backend_redis.c` (more than
half of them must be found) and `conf/modules.d/fuzzy_check.conf` (shingles from 64 words on, below that the hash of the text)."""


def fitted(rule: Rule, false: Sequence[float], *, share: float) -> float:
    """Return the least likeness that at most this share of unrelated pairs reach; what the makers say, where they say it."""
    if rule.least is not None:
        return rule.least
    allowed = int(share * len(false))
    highest = sorted(false, reverse=True)
    return float(np.nextafter(highest[allowed], 2.0))
