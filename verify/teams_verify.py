"""Checks drawn inspection teams without a solver: python3 -S -I teams_verify.py CERTIFICATE.json

One file, the standard library alone. It computes every cost from the seed, looks whether the teams keep the rules (everybody
certified, a qualified lead, nobody with an interest, nobody twice in a visit, loads within one of each other), and whether the
published prices prove that no other assignment is as cheap. Prints VERIFIED and exits with 0 only then.
"""

import hashlib
import json
import sys


def need(holds, why):
    if not holds:
        sys.exit(f"NOT VERIFIED: {why}")


def main(path):
    with open(path, encoding="utf-8") as file:
        c = json.load(file)
    places, inspectors, barred = c["places"], c["inspectors"], set(map(tuple, c["conflicts"]))
    member = {(v, s): i for v, s, i in c["members"]}
    slots = [(v, s) for v in c["visits"] for s in places]
    need(set(member) == set(slots) and len(c["members"]) == len(slots), "a place is empty, or filled twice")

    def cost(v, s, i):
        digest = hashlib.sha256(f"{c['seed']}|slot|{v}|{s}|{i}".encode()).digest()
        return int.from_bytes(digest, "big") >> (256 - c["bits"])

    load = dict.fromkeys(inspectors, 0)
    for (v, s), i in member.items():
        need(i in inspectors and (v, i) not in barred, f"{i} must not visit {v}")
        need(s != places[0] or inspectors[i], f"{i} is not qualified to lead the visit {v}")
        need([member[v, other] for other in places].count(i) == 1, f"{i} is twice in the visit {v}")
        load[i] += 1
    least, more = divmod(len(slots), len(inspectors))
    need(all(least <= n <= least + 1 for n in load.values()), "the loads differ by more than one")
    # Every arc at its price: cheaper ones are full, dearer ones empty. Zero-cost arcs that could carry more are followed below.
    price = {("slot", v, s): p for v, s, p in c["prices"]["places"]}
    price |= {("who", i): p for i, p in c["prices"]["inspectors"].items()}
    price |= {"level": c["prices"]["level"], "sink": c["prices"]["sink"]}
    free = {}

    def arc(a, b, w, flow, capacity):
        reduced = w + price[a] - price[b]
        need(reduced >= 0 or flow == capacity, f"{a} to {b} would be cheaper")
        need(reduced <= 0 or flow == 0, f"{a} to {b} costs too much")
        if reduced == 0 and flow < capacity:
            free.setdefault(a, []).append(b)
        if reduced == 0 and flow > 0:
            free.setdefault(b, []).append(a)

    for v in c["visits"]:
        cheap = {s: sorted((cost(v, s, i), i) for i in inspectors if (v, i) not in barred and (inspectors[i] or s != places[0])) for s in places}
        arcs = [(w, s, i) for s in places for w, i in cheap[s][: c["candidates"]]]
        for i in {i for _, _, i in arcs}:
            taken = [(w, s) for w, s, who in arcs if who == i and member[v, s] == i]
            # The node between a visit and an inspector has the one price that its arcs leave it.
            price["pair", v, i] = taken[0][0] + price["slot", v, taken[0][1]] if taken else price["who", i]
            arc(("pair", v, i), ("who", i), 0, len(taken), 1)
        for w, s, i in arcs:
            arc(("slot", v, s), ("pair", v, i), w, int(member[v, s] == i), 1)
        need(all(member[v, s] in [i for _, who, i in arcs if who == s] for s in places), f"somebody of {v} is no candidate")
    for i, n in load.items():
        arc(("who", i), "sink", 0, least, least)
        arc(("who", i), "level", 0, n - least, 1)
    arc("level", "sink", 0, more, more)
    open_, done = set(), set()
    for root in list(free):
        stack = [(root, iter(free.get(root, ())))] if root not in done else []
        open_.update([root] if stack else [])
        while stack:
            node, heads = stack[-1]
            head = next(heads, None)
            if head is None:
                stack.pop()
                open_.discard(node)
                done.add(node)
            else:
                need(head not in open_, "another assignment costs the same")
                if head not in done:
                    open_.add(head)
                    stack.append((head, iter(free.get(head, ()))))
    print(f"VERIFIED: {len(c['visits'])} visits, {len(inspectors)} inspectors, {least} to {least + (more > 0)} places each, one cheapest assignment")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
