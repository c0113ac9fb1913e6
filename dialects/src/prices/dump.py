# SPDX-License-Identifier: Apache-2.0
"""Dumps the price table inside a genai-prices wheel to the compact JSON that PriceBook reads. See README.md here.

usage: python3 dump.py genai_prices-VERSION-py3-none-any.whl RETRIEVED > genai-prices.json
needs: Python 3.10 or later and pydantic (genai-prices' own dependency); nothing is fetched.
"""

import hashlib
import json
import re
import sys
import types

CLAUSES = {"starts_with": "startsWith", "ends_with": "endsWith", "contains": "contains", "equals": "equals", "regex": "regex"}

# Units that a span counts. What is priced by the hour, picture or search is not in a span's tokens.
UNITS = {
    "input_mtok": "input",
    "cache_read_mtok": "cacheRead",
    "cache_write_mtok": "cacheWrite",
    "cache_write_1h_mtok": "cacheWrite1h",
    "output_mtok": "output",
    "output_reasoning_mtok": "reasoning",
    "requests_kcount": "thousandRequests",
}


def clause(match):
    """A match rule as JSON: {"startsWith": "gpt-"}, {"any": [...]}, {"all": [...]}."""
    if match is None:
        return None
    for name, key in (("or_", "any"), ("and_", "all")):
        if hasattr(match, name):
            return {key: [clause(c) for c in getattr(match, name)]}
    for name, key in CLAUSES.items():
        if hasattr(match, name):
            return {key: getattr(match, name)}
    raise ValueError(f"unknown clause {match!r}")


def price(value):
    if hasattr(value, "tiers"):
        return {"base": plain(value.base), "above": {str(t.start): plain(t.price) for t in value.tiers}}
    return {"base": plain(value)}


def plain(decimal):
    return format(decimal, "f")


def prices(model_price):
    return {UNITS[k]: price(v) for k, v in vars(model_price).items() if k in UNITS and v is not None}


def constraint(c):
    if c is None:
        return {}
    if hasattr(c, "start_date"):
        return {"from": c.start_date.isoformat()}
    return {"startTime": utc(c.start_time), "endTime": utc(c.end_time)}


def utc(time):
    if time.tzinfo is not None and time.utcoffset().total_seconds() != 0:
        raise ValueError(f"not UTC: {time}")
    return time.replace(tzinfo=None).isoformat()


def tier(when):
    """The service tier that a variant is for, None for those that no span tells."""
    if set(when) == {"service_tier"}:
        return when["service_tier"]
    if when == {"processing": "batch"}:
        return "batch"
    return None


def rows(model):
    given = model.prices if isinstance(model.prices, list) else [types.SimpleNamespace(constraint=None, prices=model.prices)]
    return [{**constraint(row.constraint), "prices": prices(row.prices)} for row in given]


def variants(model):
    return [
        {"tier": tier(v.when), **constraint(v.constraint), "prices": prices(v.prices)}
        for v in model.price_variants or []
        if tier(v.when) not in (None, "default") and prices(v.prices)
    ]


def compact(entry):
    return {k: v for k, v in entry.items() if v}


def main(wheel, retrieved):
    sys.path.insert(0, wheel)
    # The package imports an HTTP client for its updater, which is not used here.
    stub = types.ModuleType("httpx2")
    stub.__getattr__ = lambda name: object
    sys.modules["httpx2"] = stub
    from genai_prices.data import providers

    version = re.search(r"genai_prices-([^-]+)-", wheel).group(1)
    with open(wheel, "rb") as f:
        sha256 = hashlib.sha256(f.read()).hexdigest()
    table = {
        "version": f"genai-prices-{version}",
        "retrieved": retrieved,
        "wheelSha256": sha256,
        "providers": [
            compact(
                {
                    "id": p.id,
                    "match": clause(p.provider_match),
                    "modelMatch": clause(p.model_match),
                    "fallback": p.fallback_model_providers,
                    "models": [
                        compact({"id": m.id, "match": clause(m.match), "rows": rows(m), "variants": variants(m)})
                        for m in p.models
                    ],
                }
            )
            for p in providers
        ],
    }
    # One model a line: a new version can be read as a diff.
    text = json.dumps(table, separators=(",", ":"), ensure_ascii=True)
    print(text.replace('{"id":', '\n{"id":'))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
