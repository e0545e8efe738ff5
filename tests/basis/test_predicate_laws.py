"""The laws of three-valued logic, over random trees and facts."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.examples import examples

from taizhang.basis.predicate import All, AnyOf, Choice, Known, Leaf, Missing, Need, Node, Not, Unknown, judge
from taizhang.basis.text import verbatim

KEYS = "abcdef"
OFFICE = verbatim("x")
answers = st.sampled_from([Known(True), Known(False), Unknown(OFFICE)])
some_facts = st.dictionaries(st.sampled_from(KEYS), answers)
leaves = st.sampled_from([Need(k, verbatim(k)) for k in KEYS])


def grown(inner: st.SearchStrategy[Node]) -> st.SearchStrategy[Node]:
    parts = st.lists(inner, min_size=1, max_size=3)
    return parts.map(lambda p: All(*p)) | parts.map(lambda p: AnyOf(OFFICE, *p))


positive_trees: st.SearchStrategy[Node] = st.recursive(leaves, grown, max_leaves=8)
trees: st.SearchStrategy[Node] = st.recursive(leaves, lambda x: grown(x) | x.map(Not), max_leaves=8)
quick = settings(max_examples=examples(120), deadline=None)


def shuffled(tree: Node) -> Node:
    """The tree with every list of parts turned round."""
    if isinstance(tree, Need):
        return tree
    if isinstance(tree, Not):
        return Not(shuffled(tree.node))
    parts = [shuffled(n) for n in reversed(tree.nodes)]
    return All(*parts) if isinstance(tree, All) else AnyOf(tree.label, *parts)


def kleene(tree: Node, facts: dict[str, Known | Unknown]) -> float:
    """A second implementation: false 0, unknown a half, true 1; and is the least, or the greatest, not the rest of 1."""
    if isinstance(tree, Need):
        have = facts.get(tree.fact)
        return float(have.value) if isinstance(have, Known) else 0.5
    if isinstance(tree, Not):
        return 1 - kleene(tree.node, facts)
    parts = [kleene(n, facts) for n in tree.nodes]
    return min(parts, default=1.0) if isinstance(tree, All) else max(parts)


@quick
@given(trees, some_facts)
def test_two_implementations_agree(tree: Node, facts: dict[str, Known | Unknown]) -> None:
    assert {False: 0.0, None: 0.5, True: 1.0}[judge(tree, facts).value] == kleene(tree, facts)


@quick
@given(trees, trees, some_facts)
def test_de_morgan_holds(a: Node, b: Node, facts: dict[str, Known | Unknown]) -> None:
    assert judge(Not(All(a, b)), facts).value == judge(AnyOf(OFFICE, Not(a), Not(b)), facts).value
    assert judge(Not(AnyOf(OFFICE, a, b)), facts).value == judge(All(Not(a), Not(b)), facts).value
    assert judge(Not(Not(a)), facts).value == judge(a, facts).value


@quick
@given(trees, some_facts, st.dictionaries(st.sampled_from(KEYS), st.booleans()))
def test_learning_what_was_unknown_never_turns_a_decided_verdict(
    tree: Node, facts: dict[str, Known | Unknown], learnt: dict[str, bool]
) -> None:
    before = judge(tree, facts).value
    more = facts | {k: Known(v) for k, v in learnt.items() if not isinstance(facts.get(k), Known)}
    assert before is None or judge(tree, more).value == before


@quick
@given(trees, some_facts)
def test_the_order_of_parts_changes_neither_the_verdict_nor_what_is_missing(tree: Node, facts: dict[str, Known | Unknown]) -> None:
    one, other = judge(tree, facts), judge(shuffled(tree), facts)
    assert one.value == other.value
    assert {m.fact for m in one.missing if isinstance(m, Leaf)} == {m.fact for m in other.missing if isinstance(m, Leaf)}


@quick
@given(trees, some_facts)
def test_something_is_missing_exactly_when_the_gate_is_not_open(tree: Node, facts: dict[str, Known | Unknown]) -> None:
    verdict = judge(tree, facts)
    assert bool(verdict.missing) is (verdict.value is not True)


def first_way(missing: tuple[Missing, ...]) -> set[str]:
    """The facts to supply when the first alternative is taken everywhere."""
    return set().union(*(first_way(m.alternatives[0]) if isinstance(m, Choice) else {m.fact} for m in missing)) if missing else set()


@quick
@given(positive_trees, some_facts)
def test_supplying_what_is_missing_opens_the_gate_and_each_single_thing_is_needed(
    tree: Node, facts: dict[str, Known | Unknown]
) -> None:
    verdict = judge(tree, facts)
    supplied = facts | {k: Known(True) for k in first_way(verdict.missing)}
    assert judge(tree, supplied).value is True
    for missing in verdict.missing:
        if isinstance(missing, Leaf):
            all_but_one = dict.fromkeys(KEYS, Known(True)) | {missing.fact: Known(False)}
            assert judge(tree, all_but_one).value is False
