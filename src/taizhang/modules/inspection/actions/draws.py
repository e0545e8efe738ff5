"""The draw itself: committed before the chance exists, drawn by another person after it, stored, substitutes called up in order."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from hashlib import sha256
from typing import Annotated, Any

from taizhang.basis.errors import BadInput, Conflict
from taizhang.basis.text import Text
from taizhang.frame import batches, clock
from taizhang.frame.actor import people_of
from taizhang.frame.declare import Ask
from taizhang.frame.hand import Hand
from taizhang.frame.models import Batch as Applied
from taizhang.kernels import draw
from taizhang.kernels.draw import beacon, campaign

from .. import terms
from ..models import Batch, BatchPart, DrawnObject, SeedChain
from ..queries import draws as queries
from ..queries import entries
from ..rules import draws as rules
from ..rules.rosters import rows_of
from ..terms import draw_words
from .batches import only_initiator
from .plans import Reason

_LAW = terms.DOUBLE_RANDOM
#: Inspectors that are looked at first for each place of a team.
CANDIDATES = 20
#: A form asks for what each source needs, and one source decides a batch.
_BY_PARTIES, _BY_BEACON, _BY_CHAIN = (Text("{s}：填这一组", "{s}: these boxes").with_(s=label) for _, label in draw_words.SOURCES)
_SECRETS = "\n".join(f"示例{name} {sha256(name.encode()).hexdigest()}" for name in "甲乙丙")
_PARTIES = "\n".join(f"示例{name} {sha256(sha256(name.encode()).digest()).hexdigest()}" for name in "甲乙丙")


OfChain = Annotated[SeedChain, Ask(Text("种子链", "Chain of seeds"), ref="inspection.seed_chain")]


def commit_batch(
    batch: Batch,
    by: Hand,
    *,
    parties: Annotated[
        str,
        Ask(
            Text("各方承诺", "What the parties commit to"),
            help=Text(
                "至少三方（本部门、纪检监察或公证、行业协会等），每行“名称 承诺值”；承诺值是各方自己保管的密值的 SHA-256，"
                "各方在公开网页“公开抽取”下方生成",
                "At least three (the department, discipline inspection or a notary, a trade association), one a line: "
                "name and the SHA-256 of a secret that each keeps, made at the foot of the public page “Public draws”",
            ),
            multiline=True,
            example=_PARTIES,
            group=_BY_PARTIES,
        ),
    ] = "",
    event: Annotated[str, Ask(Text("其后的公开事件", "Public event after that"), example="示例彩票第2026138期", group=_BY_PARTIES)] = "",
    draw_at: Annotated[
        datetime | None, Ask(Text("公开事件的时间", "When the event takes place"), example="2099-12-31T21:30", group=_BY_PARTIES)
    ] = None,
    round: Annotated[
        int | None,
        Ask(
            Text("信标轮次", "Round of the beacon"),
            help=Text("用 drand quicknet 时填，其余留空", "For drand quicknet; the others then stay empty"),
            group=_BY_BEACON,
        ),
    ] = None,
) -> None:
    """Everything that decides the draw is one document, whose hash is on record before the event or the round; no size can change any more.

    Raises:
        BadInput: parties that are too few or whose secrets are known, no event, a time that is not to come. Conflict: the event decides another batch.
    """  # fmt: skip
    only_initiator(batch, by)
    source, when = _beacon(round) if round is not None else (_parties(parties, event), _zoned(draw_at))
    if isinstance(source, draw.Parties) and queries.is_revealed(source.commitments.values()):
        raise BadInput(
            Text("有的密值在以前的抽取中已经公布", "A secret was revealed in an earlier draw"), code="parties", field="parties", law=_LAW,
            remedy=Text("各方每次生成新的密值", "Each party makes a new secret for each draw"),
        )  # fmt: skip
    event = event.strip() if round is None else f"drand quicknet {round}"
    if queries.is_used(batch, event):
        raise Conflict(
            Text("这一公开事件已用于另一批次", "That event decides another batch already"), code="event_used", law=_LAW,
            remedy=Text("另选尚未发生的事件：一次事件只抽一次", "Choose another event to come: each decides one draw"),
        )  # fmt: skip
    if when is None or when < by.now + rules.AHEAD:
        raise BadInput(
            Text("随机数须在承诺之后至少一分钟产生", "The chance has to come about a minute after the commitment or later"), code="not_ahead",
            field="round" if round else "draw_at", law=_LAW,
            remedy=Text("选尚未开奖或尚未发生的一期、一轮", "Choose an issue or a round that is still to come"),
        )  # fmt: skip
    _commit(batch, by, source, when, event)


def commit_by_chain(
    batch: Batch,
    by: Hand,
    *,
    chain: OfChain,
    spent: Annotated[
        str,
        Ask(
            Text("中止批次的种子", "Seed of an aborted batch"),
            help=Text(
                "这条链上刚中止过批次时填：该批的种子先公布作废，本批用下一个",
                "Where a batch on this chain was aborted: its seed is revealed and spent, and this batch takes the next one",
            ),
        ),
    ] = "",
) -> None:
    """The same for a routine day: the next seed of a chain that was committed long before decides, and can be entered at once.

    A seed on which a batch was committed and aborted may be known by then, so it never decides another one: it is spent.

    Raises:
        Conflict: another department's chain, one that is used up, another batch waits for its next seed, or an aborted one has not spent its own.
        BadInput: what is called spent is not the seed of an aborted batch.
    """
    only_initiator(batch, by)
    if chain.organ_id not in by.actor.organs:
        raise Conflict(
            Text("“{c}”是{o}的种子链", "“{c}” is a chain of {o}").with_(c=chain.name, o=chain.organ.name), code="other_chain", law=_LAW,
            remedy=Text("用本部门的种子链", "Use a chain of your own department"),
        )  # fmt: skip
    chain = SeedChain.objects.select_for_update(of=("self",), no_key=True).get(pk=chain.pk)
    if waiting := Batch.objects.filter(chain=chain, state="committed").exclude(pk=batch.pk).first():
        raise Conflict(
            Text("“{b}”正等待这条链的下一个种子", "“{b}” waits for the next seed of that chain").with_(b=waiting.title), code="chain_busy", law=_LAW,
            remedy=Text("先抽取或中止那一批", "Draw or abort that one first"),
        )  # fmt: skip
    state = _unspent(chain, by, draw.ChainState(chain.name, chain.used, chain.last, chain.length), spent.strip().lower())
    if state.used_up:
        raise Conflict(Text("种子链已用完", "The chain is used up"), code="chain_over", law=_LAW, remedy=Text("另立一条链", "Set up another one"))
    batch.chain = chain
    _commit(batch, by, state.source(), by.now, f"{chain.name} {state.number + 1}")


def draw_batch(
    batch: Batch,
    by: Hand,
    *,
    result: Annotated[
        str, Ask(Text("公开事件的结果", "Result of the event"), example="03 07 12 15 22 31 + 09", visibility="public", group=_BY_PARTIES)
    ] = "",
    secrets: Annotated[
        str,
        Ask(
            Text("各方公布的密值", "Secrets that the parties reveal"),
            help=Text(
                "每行“名称 密值”；各方都要公布，缺一不抽",
                "One a line: name and secret; all of them reveal, or nothing is drawn",
            ),
            multiline=True,
            example=_SECRETS,
            group=_BY_PARTIES,
        ),
    ] = "",
    signature: Annotated[
        str,
        Ask(
            Text("信标签名", "Signature of the round"),
            help=Text(
                "96位十六进制，或信标公布的整条 JSON；不能上网的，从能上网的电脑抄来，签名照样核对",
                "96 hexadecimal digits, or the whole JSON that the beacon answers; without the internet copy it over: its signature is checked all the same",
            ),
            group=_BY_BEACON,
        ),
    ] = "",
    seed: Annotated[
        str,
        Ask(
            Text("当日种子", "Seed of the day"),
            help=Text("64位十六进制，由保管人提供", "64 hexadecimal digits, from its keeper"),
            group=_BY_CHAIN,
        ),
    ] = "",
) -> None:
    """The chance has come about: who is drawn follows from it and from what was committed, and is being stored; nobody chose.

    Raises:
        Conflict: it is too early. BadInput: something that was not the committed one, or a party that reveals none.
    """  # fmt: skip
    if batch.draw_at is None or by.now < batch.draw_at:
        raise Conflict(
            Text("随机数在{d}产生，还没有到", "The chance comes about on {d}, which is still to come").with_(d=_shown(batch.draw_at)),
            code="too_early", law=_LAW, remedy=Text("到时再抽取", "Draw it then"),
        )  # fmt: skip
    document = json.loads(batch.manifest)
    shown = _shown_of(document["source"], result, secrets, signature, seed)
    parts = {p.organ.name: p for p in queries.parts_of(batch, attached=False)}
    try:
        drawn = campaign.redraw({name: p.frame.encode() for name, p in parts.items()}, document, draw.Revealed(**shown))
    except ValueError as error:
        raise BadInput(
            Text("公布的与承诺的不符：{e}", "What was revealed does not fit: {e}").with_(e=str(error)), code="reveal",
            field=_FIELDS[document["source"]["kind"]], law=_LAW,
            remedy=Text("逐字核对；仍不符的，中止后重抽", "Compare it letter by letter; where it stays so, abort and draw anew"),
        ) from None  # fmt: skip
    batch.seed, batch.revealed, batch.drawn_at = drawn.seed, draw.canonical(shown).decode(), by.now
    by.put(batch)
    if batch.chain_id is not None:
        chain = SeedChain.objects.select_for_update(of=("self",), no_key=True).get(pk=batch.chain_id)
        chain.last, chain.used = shown["seed"], chain.used + 1
        by.put(chain)
    rows = _rows(batch, drawn, parts)
    by.say(
        seed=drawn.seed,
        drawn={name: sum(len(s.chosen) for s in samples) for name, samples in drawn.samples.items()},
        firms=len(drawn.visits),
    )
    intake = batches.take_in(queries.DRAWN_KIND, by.actor, f"{batch.title}：抽中对象"[:200], batch.commitment, rows)
    by.about(batches.accept(by, intake, place=batch.place_id, settings={"batch": batch.pk}))


def store_drawn(by: Hand, applied: Applied, rows: Sequence[Mapping[str, Any]]) -> Sequence[Mapping[str, Any]]:
    """Those who were drawn stand in the order of their tickets, and those who stand ready behind them."""
    made = by.put_new(
        [
            DrawnObject(
                part_id=row["part"],
                enterprise_id=row["enterprise"],
                envelope=row["envelope"],
                stratum=row["stratum"],
                number=row["number"],
                substitute=row["substitute"],
            )
            for row in rows
        ]
    )
    return [{"key": each.pk} for each in made]


def call_up(drawn: DrawnObject, by: Hand, *, reason: Reason) -> None:
    """The firm falls out with the reason, and the next substitute of its stratum takes its place; nobody chooses which.

    Raises:
        Conflict: teams are assigned already, it fell out before, no substitute is left, or the actor froze or drew the batch.
    """
    batch = drawn.part.batch
    only_initiator(batch, by)
    if entries.doers(batch) & people_of(by.actor):
        raise Conflict(
            Text("冻结或抽取这一批的人不办理递补", "Whoever froze or drew the batch calls up nobody"), code="apart", law=_LAW,
            remedy=Text("请由其他审批人办理", "Another approver does it"),
        )  # fmt: skip
    standing = not drawn.substitute or drawn.called_up_on is not None
    if batch.state != "drawn" or drawn.fell_out or not standing:
        raise Conflict(
            Text("只有派组之前、仍在抽中之列的企业可以递补", "A substitute is called up before teams are assigned, for a firm that stands drawn"),
            code="not_standing", law=_LAW, remedy=Text("派组之后取消该次检查并写明理由", "Afterwards cancel the visit with its reason"),
        )  # fmt: skip
    ready = DrawnObject.objects.filter(
        part=drawn.part, stratum=drawn.stratum, substitute=True, called_up_on__isnull=True, fell_out=""
    )
    following = ready.select_for_update(of=("self",), no_key=True).order_by("number").first()
    if following is None:
        raise Conflict(
            Text("这一层没有替补了", "No substitute of that stratum is left"), code="no_substitute", law=_LAW,
            remedy=Text("在检查环节写明情况", "State it at the visit"),
        )  # fmt: skip
    drawn.fell_out, following.called_up_on = " ".join(reason.split())[:200], by.today
    by.put(drawn)
    by.put(following)
    by.about(following)
    by.say(called_up=following.enterprise.uscc, number=following.number)


def _unspent(chain: SeedChain, by: Hand, state: draw.ChainState, spent: str) -> draw.ChainState:
    """The chain with no aborted batch on its next number: the seed of one that there is has been given, and is spent."""
    sources = Batch.objects.filter(chain=chain, state="aborted").exclude(manifest="").values_list("manifest", flat=True)
    aborted = any(json.loads(manifest)["source"]["number"] == state.number + 1 for manifest in sources)
    if aborted and not spent:
        raise Conflict(
            Text("这条链的第{n}个种子已随中止的批次作废，须先公布", "Seed {n} of that chain went with an aborted batch and has to be revealed first").with_(
                n=state.number + 1
            ),
            code="chain_unspent", law=_LAW,
            remedy=Text("请保管人公布该种子，填入“中止批次的种子”", "Ask its keeper for it and enter it as the seed of an aborted batch"),
        )  # fmt: skip
    if not spent:
        return state
    try:
        after = state.after(spent) if aborted else None
    except draw.RevealFault:
        after = None
    if after is None:
        raise BadInput(
            Text("不是中止批次的种子", "That is not the seed of an aborted batch"), code="not_spent", field="spent", law=_LAW,
            remedy=Text("没有中止过批次的，留空", "Where no batch was aborted it stays empty"),
        )  # fmt: skip
    chain.last, chain.used = after.last, after.number
    by.put(chain)
    by.say(spent=after.number)
    return after


def _commit(batch: Batch, by: Hand, source: draw.Source, when: datetime, event: str) -> None:
    parts, attached = queries.parts_of(batch, attached=False), queries.parts_of(batch, attached=True)
    assert batch.items_version and batch.objects_version and batch.inspectors_version and batch.interests_version
    manifest = campaign.CampaignManifest(
        batch.title,
        [campaign.PublishedPart(p.organ.name, p.frame_sha256, queries.strata_of(p)) for p in parts],
        source,
        {
            "items": batch.items_version.sha256,
            "objects": batch.objects_version.sha256,
            "inspectors": batch.inspectors_version.sha256,
            "interests": batch.interests_version.sha256,
            "exclusions": sha256(batch.excluded.encode()).hexdigest(),
        },
        queries.most_drawing(batch),
        {"size": batch.team_size, "candidates": CANDIDATES} | ({"attached": {p.organ.name: p.items for p in attached}} if attached else {}),
    )
    document = draw.canonical(manifest.document())
    batch.manifest, batch.commitment = document.decode(), sha256(document).hexdigest()
    batch.event, batch.draw_at, batch.committed_at = event[:120], when, by.now
    by.put(batch)
    by.say(
        commitment=batch.commitment,
        event=batch.event,
        draw_at=when.isoformat(),
        pool_alarms=[a[:3] for a in batch.alarms if a[2] != rules.TELLS],
    )


def _parties(parties: str, event: str) -> draw.Parties:
    try:
        return draw.Parties(rules.lines(parties, "parties"), event.strip())
    except ValueError as error:
        raise BadInput(
            Text("各方承诺不能用：{e}", "The commitments cannot be used: {e}").with_(e=str(error)), code="parties", field="parties", law=_LAW,
            remedy=Text("至少三方，各自生成密值并只交承诺值", "At least three parties, each with a secret of its own, handing in its hash alone"),
        ) from None  # fmt: skip


def _beacon(number: int) -> tuple[draw.Source, datetime]:
    beacon.needed()
    try:
        source = draw.Beacon(number)
        return source, datetime.fromtimestamp(source.at, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadInput(Text("没有这一轮", "There is no such round"), code="round", field="round") from None


def _zoned(moment: datetime | None) -> datetime | None:
    """A moment without a zone is the city's own time."""
    return moment if moment is None or moment.tzinfo is not None else moment.replace(tzinfo=clock.ZONE)


def _shown(moment: datetime | None) -> str:
    return moment.astimezone(clock.ZONE).strftime("%Y-%m-%d %H:%M") if moment else "—"


_FIELDS = {"parties": "secrets", "beacon": "signature", "chain": "seed"}


def _shown_of(source: Mapping[str, Any], result: str, secrets: str, signature: str, seed: str) -> dict[str, Any]:
    """What was revealed, for the source that was committed to.

    Raises:
        BadInput: too few parties reveal, or a round that its operators did not sign.
    """
    if source["kind"] == "chain":
        return {"seed": seed.strip().lower()}
    if source["kind"] == "beacon":
        round_ = draw.Beacon(source["round"])
        shown = _signature(round_, signature)
        if not beacon.verified(round_, shown):
            raise BadInput(
                Text("信标第{n}轮没有这个签名", "Round {n} of the beacon was not signed so").with_(n=source["round"]),
                code="reveal",
                field="signature",
                law=_LAW,
            )
        return {"signature": shown}
    revealed = rules.lines(secrets, "secrets")
    # The rule of the manifest would count a silent party by its commitment; whoever enters the secrets would then choose who is silent.
    if lacking := sorted(set(source["commitments"]) - set(revealed)):
        raise BadInput(
            Text("“{p}”还没有公布密值：各方都要公布", "“{p}” has not revealed its secret: all parties reveal").with_(p=lacking[0]),
            code="silent", field="secrets", law=_LAW, remedy=Text("请各方公布；做不到的，中止后重抽", "Ask the parties to reveal, or abort and draw anew"),
        )  # fmt: skip
    return {"secrets": revealed, "result": rules.numbers_of(result)}


def _signature(round_: draw.Beacon, text: str) -> str:
    try:
        return draw.signature_of(round_, text)
    except draw.RevealFault as fault:
        raise BadInput(
            Text("信标的 JSON 不对：{e}", "The JSON of the beacon does not fit: {e}").with_(e=str(fault)), code="reveal", field="signature", law=_LAW,
            remedy=Text("整条抄下承诺的那一轮", "Copy the whole answer for the round that was committed"),
        ) from None  # fmt: skip


def _rows(batch: Batch, drawn: campaign.Drawn, parts: Mapping[str, BatchPart]) -> list[dict[str, Any]]:
    everybody = [
        (parts[name].pk, s, own, n)
        for name, samples in drawn.samples.items()
        for s in samples
        for n, own in enumerate((*s.chosen, *s.substitutes), 1)
    ]
    assert batch.objects_version
    listed = (row["uscc"] for row in rows_of(batch.objects_version.content))
    codes = rules.named({own for _, _, own, _ in everybody}, batch.seal_key, listed)
    keys = queries.enterprises_of(codes.values())
    return [
        {"part": part, "enterprise": keys[codes[own]], "envelope": own, "stratum": s.stratum, "number": n, "substitute": n > len(s.chosen)}
        for part, s, own, n in everybody
    ]
