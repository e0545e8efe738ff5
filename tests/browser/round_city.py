"""`python -m tests.browser.round_city UNITS PROJECTS`: units with projects to report, into the city of TAIZHANG_VAR.

Everything is done through actions. Gives as JSON, for each unit, its name and a session of its clerk: sixty people at their
own desks are signed in before the test begins, as they are on the day on which the month is due.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module

import django

ROUND = "示例月报单位"


def main(units: int, projects: int) -> None:
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY

    from taizhang.frame.perform import perform
    from taizhang.registers import accounts, people
    from taizhang.registers.models import Account, Organ, Person, Place

    sessions = import_module(settings.SESSION_ENGINE).SessionStore
    district = Place.objects.get(name="二七区")
    owners = {who: people.actor_of(Account.objects.get(username=who).person) for who in ("admin-system", "erqi-clerk")}

    def do(who: str, action: str, target: int, **raw: object) -> int:
        key = perform(action, target, owners[who], raw).key
        assert key is not None
        return key

    told = []
    for n in range(1, units + 1):
        organ = do("admin-system", "office.found_organ", district.pk, name=f"{ROUND}{n:02d}", kind="owner")
        person = do("admin-system", "office.enrol", organ, name=f"填报人{n:02d}（示例）")
        given = {"person": person, "role": "unit.reporter", "place": district.pk, "valid_from": "2025-01-01", "ground": "示例"}
        do("admin-system", "office.appoint", organ, **given)
        for m in range(1, projects + 1):
            named = {"name": f"示例{n:02d}-{m}号工程", "kind": "filed", "total_investment_fen": 9 * 10**11, "organ": organ}
            project = do("erqi-clerk", "projects.register", district.pk, **named)
            do("erqi-clerk", "projects.assign_unit", project, unit=organ)
        account, _ = accounts.open_by_operator(Person.objects.get(pk=person), f"round-{n:02d}")
        account.must_change = False
        account.save(update_fields=["must_change"])
        session = sessions()
        session[SESSION_KEY] = str(account.pk)
        session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
        session[HASH_SESSION_KEY] = account.get_session_auth_hash()
        session.create()
        told.append({"unit": organ, "name": Organ.objects.get(pk=organ).name, "session": session.session_key})
    print(json.dumps({"units": told, "cookie": settings.SESSION_COOKIE_NAME}, ensure_ascii=False))


if __name__ == "__main__":
    django.setup()
    main(int(sys.argv[1]), int(sys.argv[2]))
