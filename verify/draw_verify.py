"""Draws again from the published files and prints who was drawn: python3 -S -I draw_verify.py FRAME.csv… MANIFEST.json [OPENINGS.csv]

One file, the standard library alone, nothing of the program that made the draw. It reads draws of one list, batches of several
departments (give one frame, and its department is drawn again; give them all, and the visits are printed too), panels of people under
quotas, and the short form with one round of a beacon. Where the frames hold envelopes instead of names, the openings say who was drawn:
each has to be in its envelope, and every envelope that was drawn has to be opened. Exit code 0: drawn again. 1: the files do not fit
together, and the line says which does not. It does not ask the beacon whether a round's signature is genuine, whether the result of a
public event is the true one, nor the ledger when the commitment was written: `taizhang_verify.py` checks the last, any drand client the
first.
"""

import csv
import hashlib
import json
import sys
from base64 import b32encode, urlsafe_b64encode
from bisect import bisect_right
from itertools import accumulate, pairwise
from math import lcm


def digest(data):
    return hashlib.sha256(data.encode() if isinstance(data, str) else data)


def written(value):
    """RFC 8785 for text and integers: keys in the order of their UTF-16 units, nothing escaped that need not be, no blanks."""
    if isinstance(value, dict):
        keys = sorted(value, key=lambda key: key.encode("utf-16-be"))
        return "{" + ",".join(f"{written(key)}:{written(value[key])}" for key in keys) + "}"
    return "[" + ",".join(map(written, value)) + "]" if isinstance(value, list) else json.dumps(value, ensure_ascii=False)


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
    secrets, parts = revealed["secrets"], []
    need(set(secrets) <= set(source["commitments"]), "somebody revealed who committed to nothing")
    for name, committed in sorted(source["commitments"].items()):
        if name in secrets:
            need(digest(bytes.fromhex(secrets[name])).hexdigest() == committed, f"{name} revealed what it did not commit to")
        parts.append(secrets.get(name, committed))
    return digest("|".join(["tz-parties-1", *parts, revealed["result"].strip()])).hexdigest()


def tickets(seed, frame, strata):
    """By stratum the ids in the order in which they are drawn: smallest ticket first, divided by the weight where there is one."""
    rows = list(csv.DictReader(frame.decode().splitlines()))
    need(all(a["id"] < b["id"] for a, b in pairwise(rows)), "an id of the frame stands twice, or not in its order")
    need({row["stratum"] for row in rows} <= set(strata), "the frame has a stratum that was not committed")
    for name in sorted(strata):
        own = {row["id"]: int(row.get("weight", 1)) for row in rows if row["stratum"] == name}
        need(strata[name].get("size", len(own)) == len(own), f"the stratum {name} has another size than was committed")
        whole = lcm(*own.values())
        yield name, sorted(own, key=lambda i: (int.from_bytes(digest(f"{seed}|{i}").digest(), "big") * (whole // own[i]), i))


def listed(seed, frame, strata):
    """The lists are printed; the firms that were drawn."""
    chosen = []
    for name, ids in tickets(seed, frame, strata):
        n, more = strata[name]["take"], strata[name].get("substitutes", 0)
        chosen += ids[:n]
        print(f"{name} {n}/{len(ids)}: {' '.join(ids[:n])}" + (f" | {' '.join(ids[n : n + more])}" if more else ""))
    return chosen


def named(openings, drawn):
    """Who is in the envelopes that were drawn."""
    found = {}
    for row in csv.DictReader(openings.decode().splitlines()):
        own = b32encode(digest(f"tz-envelope-1|{row['value']}|{row['id']}").digest()).decode()[:26]
        need(own == row["envelope"], f"{row['id']} is not in the envelope {row['envelope']}")
        found[own] = row["id"]
    need(set(drawn) <= set(found), "an envelope that was drawn is not opened")
    print(f"[firms]\n{' '.join(sorted(found[own] for own in drawn))}")


def campaign(seed, frames, committed, openings):
    """Every department whose frame is here, then the visits where all are: as many departments at a time as the cap allows."""
    by_firm, most = {}, committed["most_departments"]
    for name, part in sorted(committed["parts"].items()):
        if part["frame_sha256"] in frames:
            print(f"[{name}]")
            for firm in listed(seed, frames[part["frame_sha256"]], part["strata"]):
                by_firm.setdefault(firm, []).append(name)
    if openings:
        named(openings, by_firm)
    if {part["frame_sha256"] for part in committed["parts"].values()} <= set(frames):
        print("[visits]")
        for firm, names in sorted(by_firm.items()):
            if most and len(names) > most:
                names.sort(key=lambda name: (digest(f"{seed}|{firm}|{name}").digest(), name))
            for at in range(0, len(names), most or len(names)):
                print(f"{firm} {at // (most or len(names)) + 1}: {' '.join(sorted(names[at : at + (most or len(names))]))}")


def panel(seed, frame, committed, lottery):
    """The panel: 32 bits of a hash point at one of the published columns by their weights, tickets at the people of each type."""
    need(digest(written(lottery)).hexdigest() == committed["hashes"]["lottery"], "the lottery is not the one that was committed")
    point = int.from_bytes(digest(f"tz-panel-1|column|{seed}").digest()[:4], "big")
    need(sum(column["weight"] for column in lottery["columns"]) == 1 << 32, "the weights of the lottery do not sum to 2 to the 32nd")
    number = bisect_right(list(accumulate(column["weight"] for column in lottery["columns"])), point)
    takes = {"/".join(kind): n for kind, n in zip(lottery["kinds"], lottery["columns"][number]["counts"], strict=True)}
    print(f"column {number}")
    listed(seed, frame, {name: {**stratum, "take": takes[name]} for name, stratum in committed["strata"].items()})


def drawn_again(*contents):
    """What was drawn is printed; the last of the files is the manifest, or the openings behind it, the others are frames."""
    openings = contents[-1] if contents[-1].startswith(b"envelope,value,id\n") else b""
    contents = contents[:-1] if openings else contents
    published, frames = json.loads(contents[-1].decode()), {digest(content).hexdigest(): content for content in contents[:-1]}
    if "manifest" in published:
        committed = published["manifest"]
        random = chance(committed["source"], published["revealed"])
    else:  # the short form: one beacon round and how many of each stratum
        committed = {key: published[key] for key in ("frame_sha256", "take", "beacon_round")}
        random = digest(bytes.fromhex(published["beacon_sig"])).hexdigest()
    parts = [part["frame_sha256"] for part in committed.get("parts", {"": committed}).values()]
    need(set(frames) <= set(parts), "the frame is not the one that was committed")
    hashed = digest(written(committed)).hexdigest()
    need(published["manifest_sha256"] == hashed, "the manifest is not the one that was committed")
    seed = urlsafe_b64encode(digest(f"tz-draw-v1|{hashed}|{random}").digest()[:24]).decode()
    need(published.get("seed", seed) == seed, "the seed that was published is another")
    print(f"commitment {hashed}\nseed {seed}")
    if "parts" in committed:
        campaign(seed, frames, committed, openings)
    elif "lottery" in published:
        panel(seed, frames[parts[0]], committed, published["lottery"])
    else:
        listed(seed, frames[parts[0]], committed.get("strata") or {name: {"take": n} for name, n in committed["take"].items()})


def checked(*contents):
    try:
        drawn_again(*contents)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        need(False, f"the files are not as they are published ({type(error).__name__}: {error})")


if __name__ == "__main__":
    if len(sys.argv) < 3:
        sys.exit(__doc__)
    files = []
    for path in sys.argv[1:]:
        with open(path, "rb") as file:
            files.append(file.read())
    checked(*files)
