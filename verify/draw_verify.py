"""Draws again from the published files and prints who was drawn: python3 -S -I draw_verify.py FRAME.csv MANIFEST.json

One file, the standard library alone, nothing of the program that made the draw. Exit code 0: drawn again. 1: the files do not fit
together, and the line says which does not. It does not ask the beacon whether a round's signature is genuine, nor the ledger when
the commitment was written: `taizhang_verify.py` checks the second, any drand client the first.
"""

import csv
import hashlib
import json
import sys
from base64 import urlsafe_b64encode


def digest(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data)


def written(document):
    """RFC 8785 for text and integers: keys sorted, nothing escaped that need not be, no blanks."""
    return json.dumps(document, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def need(holds, why):
    if not holds:
        sys.exit(f"NOT DRAWN AGAIN: {why}")


def chance(source, revealed):
    """The public random value, from what the source says and what was revealed."""
    if source["kind"] == "beacon":
        return digest(bytes.fromhex(revealed["signature"])).hexdigest()
    if source["kind"] == "chain":
        need(digest(bytes.fromhex(revealed["seed"])).hexdigest() == source["before"], "the seed is not the next one of the chain")
        return digest("tz-chain-1|" + revealed["seed"]).hexdigest()
    secrets, parts = revealed.get("secrets") or {}, []
    for name, committed in sorted(source["commitments"].items()):
        if name in secrets:
            need(digest(bytes.fromhex(secrets[name])).hexdigest() == committed, f"{name} revealed what it did not commit to")
        parts.append(secrets.get(name, committed))
    return digest("|".join(["tz-parties-1", *parts, revealed["result"].strip()])).hexdigest()


def main(frame_path, manifest_path):
    with open(manifest_path, encoding="utf-8") as published_file, open(frame_path, "rb") as frame_file:
        published, frame = json.load(published_file), frame_file.read()
    if "manifest" in published:
        committed = published["manifest"]
        takes = {name: (s["take"], s["substitutes"]) for name, s in committed["strata"].items()}
        random = chance(committed["source"], published["revealed"])
    else:  # the short form: one beacon round and how many of each stratum
        committed = {key: published[key] for key in ("frame_sha256", "take", "beacon_round")}
        takes = {name: (n, 0) for name, n in published["take"].items()}
        random = digest(bytes.fromhex(published["beacon_sig"])).hexdigest()
    need(digest(frame).hexdigest() == committed["frame_sha256"], "the frame is not the one that was committed")
    hashed = digest(written(committed)).hexdigest()
    need(published.get("manifest_sha256", hashed) == hashed, "the manifest is not the one that was committed")
    seed = urlsafe_b64encode(digest(f"tz-draw-v1|{hashed}|{random}").digest()[:24]).decode()
    rows = list(csv.DictReader(frame.decode().splitlines()))
    print(f"commitment {hashed}\nseed {seed}")
    for name in sorted(takes):
        tickets = sorted((digest(f"{seed}|{row['id']}").digest(), row["id"]) for row in rows if row["stratum"] == name)
        (n, more), ids = takes[name], [i for _, i in tickets]
        print(f"{name} {n}/{len(ids)}: {' '.join(ids[:n])}" + (f" | {' '.join(ids[n : n + more])}" if more else ""))


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    main(*sys.argv[1:])
