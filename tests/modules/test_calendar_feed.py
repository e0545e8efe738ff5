"""Calendar addresses: what stands in the file, for whom, and that a closed one is dead. The file is read back by its own rules."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest
from django.test import Client
from tests.city_fixture import City

from taizhang.modules.projects.icalendar import Occasion, calendar_of, escaped, folded
from taizhang.modules.projects.models import Feed, Node
from taizhang.modules.projects.queries.feeds import secret_of
from taizhang.registers.models import Account, Person

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)


def read(text: str) -> list[dict[str, str]]:
    """The events of a file, unfolded and unescaped as RFC 5545 says."""
    assert text.endswith("END:VCALENDAR\r\n") and "\n" not in text.replace("\r\n", "")
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")
    events: list[dict[str, str]] = []
    for line in lines:
        name, _, value = line.partition(":")
        if line == "BEGIN:VEVENT":
            events.append({})
        elif events and name not in ("END", "BEGIN"):
            plain = re.sub(r"\\([\\;,nN])", lambda m: "\n" if m[1] in "nN" else m[1], value)
            events[-1][name.partition(";")[0]] = plain
    return events


def test_words_come_back_from_the_file_as_they_went_in():
    words = "一、土方；管线, 桥梁\\隧道\n第二行" + "很长" * 60
    [event] = read(calendar_of("示例", [Occasion("x@y", date(2026, 3, 31), words, words)], NOW))
    assert event["SUMMARY"] == event["DESCRIPTION"] == words
    assert (event["DTSTART"], event["DTEND"], event["DTSTAMP"]) == ("20260331", "20260401", "20260301T080000Z")


def test_a_name_cannot_smuggle_a_line_into_the_file():
    [event] = read(calendar_of("示例", [Occasion("x@y", date(2026, 3, 31), "a\r\nATTACH:http://evil", url="http://h/\r\nX:1")], NOW))
    assert "ATTACH" not in event and "X" not in event


def test_no_character_is_cut_in_two_by_folding():
    for width in range(60, 90):
        line = "x" * width + "节点" * 30
        assert re.sub("\r\n ", "", folded(line)) == line
        assert all(len(piece.encode()) <= 75 for piece in folded(line).split("\r\n"))
    assert escaped("a\x00b\x1fc") == "abc"


def test_the_file_is_made_of_what_the_standard_asks():
    text = calendar_of("台账；节点", [Occasion("x@y", date(2026, 12, 31), "年末", "说明", "https://例.invalid/r/1 2\x7f")], NOW)
    lines = re.sub("\r\n[ \t]", "", text).split("\r\n")
    assert lines[:3] == ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Taizhang//Projects//ZH"] and "NAME:台账；节点" in lines
    assert not any(line.startswith("METHOD") for line in lines)  # RFC 5546 would then ask for an organizer
    [event] = read(text)
    assert {"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY"} <= event.keys()
    assert (event["DTSTART"], event["DTEND"], event["URL"]) == ("20261231", "20270101", "https://.invalid/r/12")
    assert all("\x20" <= c != "\x7f" for line in text.split("\r\n") for c in line)


def test_every_begin_has_its_end_and_a_calendar_without_events_is_still_one():
    for occasions in ([], [Occasion("x@y", date(2026, 1, 1), "一")]):
        open_ones: list[str] = []
        parts = []
        for line in calendar_of("", occasions, NOW).split("\r\n"):
            name, _, what = line.partition(":")
            if name == "BEGIN":
                open_ones.append(what)
                parts.append(what)
            elif name == "END":
                assert open_ones.pop() == what
        assert open_ones == [] and len(parts) >= 3  # RFC 5545, 3.6: at least one component


def test_all_days_are_dates_so_that_no_zone_moves_them():
    text = calendar_of("示例", [Occasion("x@y", date(2026, 3, 31), "一")], NOW)
    assert "DTSTART;VALUE=DATE:20260331\r\n" in text and "DTEND;VALUE=DATE:20260401\r\n" in text and "DTSTAMP:20260301T080000Z\r\n" in text
    assert "TZID:Asia/Shanghai" in text and "TZOFFSETTO:+0800" in text


@pytest.fixture
def city(db, plain_settings):
    made = City()
    for actor in (made.reporter, made.clerk):
        Account.objects.create(username=f"p{actor.person}", person=Person.objects.get(pk=actor.person))
    made.laid = made.project(kind="filed")
    made.do(made.clerk, "projects.lay_out_nodes", made.laid, starts_on="2026-03-02")
    return made


def address(key: int) -> str:
    return f"/projects/calendar/{key}-{secret_of(key)}.ics"


def events(key: int) -> list[dict[str, str]]:
    answer = Client().get(address(key))
    assert answer.status_code == 200 and answer["Content-Type"].startswith("text/calendar")
    return read(answer.content.decode())


def test_the_person_of_an_address_gets_their_nodes_under_names_that_stay(city):
    key = city.do(city.reporter, "projects.open_feed", None).key
    before = events(key)
    assert len(before) == Node.objects.count() and len({e["UID"] for e in before}) == len(before)
    city.do(city.clerk, "projects.amend_node", Node.objects.get(key="structure"), title="主体", duration_working_days=200,
            organ=city.organs["甲区城投公司"].pk, reason="延期")  # fmt: skip
    after = {e["UID"]: e["DTSTART"] for e in events(key)}
    moved = [e["UID"] for e in before if after[e["UID"]] > e["DTSTART"]]
    assert set(after) == {e["UID"] for e in before} and any(uid.startswith(f"projects.node-{Node.objects.get(key='structure').pk}-") for uid in moved)


def test_what_is_closed_leaves_the_calendar(city):
    key = city.do(city.reporter, "projects.open_feed", None, project=city.laid.pk).key
    city.do(city.reporter, "projects.report_node_done", Node.objects.get(key="filing"), on="2026-03-06", number="示例1号")
    city.do(city.reviewer, "projects.close_node", Node.objects.get(key="filing"))
    assert not any("项目备案" in e["SUMMARY"] for e in events(key))


def test_a_closed_a_guessed_and_a_locked_address_all_look_alike(city):
    key = city.do(city.reporter, "projects.open_feed", None).key
    assert Client().get(f"/projects/calendar/{key}-{'a' * 32}.ics").status_code == 404
    assert Client().get(f"/projects/calendar/{key + 1}-{secret_of(key + 1)}.ics").status_code == 404
    Account.objects.filter(person=city.reporter.person).update(is_active=False)
    assert Client().get(address(key)).status_code == 404
    Account.objects.filter(person=city.reporter.person).update(is_active=True)
    city.do(city.reporter, "projects.close_feed", key)
    assert Client().get(address(key)).status_code == 404


def test_an_address_shows_no_more_than_its_person_may_see(city):
    feed = Feed.objects.get(pk=city.do(city.clerk, "projects.open_feed", None, project=city.laid.pk).key)
    assert events(feed.pk)
    Feed.objects.filter(pk=feed.pk).update(person=city.other_clerk.person)
    Account.objects.create(username="other", person=Person.objects.get(pk=city.other_clerk.person))
    assert events(feed.pk) == []


def test_one_sees_and_closes_only_ones_own_addresses(city, browser):
    key = city.do(city.reporter, "projects.open_feed", None).key
    assert secret_of(key) in browser(city.reporter).get("/projects/calendar/").content.decode()
    assert secret_of(key) not in browser(city.clerk).get("/projects/calendar/").content.decode()
    assert secret_of(key) in browser(city.reporter, "en").get("/projects/calendar/").content.decode()
