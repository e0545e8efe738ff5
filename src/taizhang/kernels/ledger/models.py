"""The ledger's tables as Django sees them for reading. They are written by `store` alone and made by `tables`."""

from __future__ import annotations

from django.db import models


class Entry(models.Model):
    """One recorded fact: the header whose canonical bytes are the leaf of the tree."""

    key = models.CharField(max_length=32, primary_key=True)
    at = models.CharField(max_length=27)
    actor = models.CharField(max_length=120)
    action = models.CharField(max_length=120)
    law = models.CharField(max_length=300)
    cause = models.CharField(max_length=32, null=True)
    subject = models.CharField(max_length=160, null=True)
    matter = models.CharField(max_length=160, null=True)
    others = models.TextField()
    public_commitment = models.BinaryField(null=True)
    restricted_commitment = models.BinaryField(null=True)
    rows_count = models.IntegerField()
    rows_root = models.BinaryField()

    class Meta:
        managed = False
        db_table = "ledger_entry"


class Number(models.Model):
    """The place of an entry in the tree."""

    seq = models.BigIntegerField(primary_key=True)
    entry = models.CharField(max_length=32, unique=True)

    class Meta:
        managed = False
        db_table = "ledger_seq"


class Checkpoint(models.Model):
    """A signed size and root of the tree."""

    size = models.BigIntegerField(primary_key=True)
    note = models.TextField()
    at = models.CharField(max_length=27)

    class Meta:
        managed = False
        db_table = "ledger_checkpoint"
