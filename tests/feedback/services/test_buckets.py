"""Groups depend on the id alone, and never change."""

from hashlib import blake2b

from feedback.services.buckets import BUCKETS, bucket_of


def test_group_is_the_keyed_hash_modulo_64():
    digest = blake2b(b"c-1", digest_size=8, key=b"huibao-bucket-1").digest()

    assert bucket_of("c-1") == int.from_bytes(digest, "big") % 64


def test_groups_are_about_the_same_size():
    counts = [0] * BUCKETS
    for number in range(6_400):
        counts[bucket_of(f"c-{number}")] += 1

    assert 60 <= min(counts) <= max(counts) <= 145
