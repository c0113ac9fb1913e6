# SPDX-License-Identifier: Apache-2.0
"""Dumps the price table inside a litellm wheel to the compact JSON that PriceBook reads. See README.md here.

usage: python3 dump_litellm.py litellm-VERSION-….whl RETRIEVED > litellm.json
needs: Python 3.10 or later; nothing is fetched.
"""

import hashlib
import json
import re
import sys
import zipfile
from decimal import Decimal

TABLE = "litellm/model_prices_and_context_window_backup.json"

# What a span's tokens can be priced by.
MODES = {"chat", "responses", "completion", "embedding", "rerank", None}

# litellm_provider → the id under which genai-prices has the same provider; others keep their name.
PROVIDERS = {
    "text-completion-openai": "openai",
    "azure_text": "azure",
    "azure_ai": "azure",
    "bedrock": "aws",
    "bedrock_converse": "aws",
    "bedrock_mantle": "aws",
    "amazon_nova": "aws",
    "gemini": "google",
    "cohere_chat": "cohere",
    "fireworks_ai": "fireworks",
    "fireworks_ai-embedding-models": "fireworks",
    "together_ai": "together",
    "xai": "x-ai",
}

UNITS = {
    "input_cost_per_token": "input",
    "cache_read_input_token_cost": "cacheRead",
    "cache_creation_input_token_cost": "cacheWrite",
    "cache_creation_input_token_cost_above_1hr": "cacheWrite1h",
    "output_cost_per_token": "output",
    "output_cost_per_reasoning_token": "reasoning",
}

SUFFIX = re.compile(r"(_above_(?P<above>\d+)k_tokens)?(_(?P<tier>batches|flex|priority))?$")

# Who runs models at home: there 0 is a price. Elsewhere it is a gap.
FREE = {"ollama"}

# Billed in units of their own, whatever the table says.
NOT_USD = {"github_copilot"}


def provider(name):
    if name.startswith("vertex_ai"):
        return "google"
    return PROVIDERS.get(name, name)


def usd_per_million(value):
    return format((Decimal(str(value)) * 1_000_000).normalize(), "f")


def prices_by_tier(entry):
    """{tier: {unit: {"base": …, "above": {tokens: …}}}}, '' = the list price."""
    tiers = {}
    for key, value in entry.items():
        if "cost" not in key or not isinstance(value, (int, float)):
            continue
        suffix = SUFFIX.search(key)
        unit = UNITS.get(key[: suffix.start()])
        if unit is None:
            continue
        tier = (suffix["tier"] or "").replace("batches", "batch")
        price = tiers.setdefault(tier, {}).setdefault(unit, {})
        if suffix["above"]:
            price.setdefault("above", {})[str(int(suffix["above"]) * 1000)] = usd_per_million(value)
        else:
            price["base"] = usd_per_million(value)
    # a price above a threshold alone is none
    return {t: {u: p for u, p in units.items() if "base" in p} for t, units in tiers.items()}


def model_id(key, entry):
    """The name without LiteLLM's route."""
    route = entry["litellm_provider"].split("-")[0]
    for prefix in (entry["litellm_provider"] + "/", route + "/", "vertex_ai/", "bedrock/"):
        if key.startswith(prefix):
            return key[len(prefix) :]
    return key


def is_priced(entry):
    if not isinstance(entry, dict) or entry.get("mode") not in MODES or "litellm_provider" not in entry:
        return False
    if entry["litellm_provider"] in NOT_USD:
        return False
    given = [entry.get("input_cost_per_token"), entry.get("output_cost_per_token")]
    return given[0] is not None and (any(given) or entry["litellm_provider"] in FREE)


def main(wheel, retrieved):
    with zipfile.ZipFile(wheel) as files:
        table = json.loads(files.read(TABLE))
    table.pop("sample_spec", None)
    models = {}
    for key in sorted(table):
        entry = table[key]
        if not is_priced(entry):
            continue
        tiers = prices_by_tier(entry)
        model = {"id": model_id(key, entry), "rows": [{"prices": tiers.pop("")}]}
        variants = [{"tier": t, "prices": p} for t, p in sorted(tiers.items()) if p]
        if variants:
            model["variants"] = variants
        # one name of one provider by two routes: the first is kept
        models.setdefault(provider(entry["litellm_provider"]), {}).setdefault(model["id"].lower(), model)
    with open(wheel, "rb") as f:
        sha256 = hashlib.sha256(f.read()).hexdigest()
    dump = {
        "version": "litellm-" + re.search(r"litellm-([^-]+)-", wheel).group(1),
        "retrieved": retrieved,
        "wheelSha256": sha256,
        "providers": [{"id": p, "models": list(models[p].values())} for p in sorted(models)],
    }
    text = json.dumps(dump, separators=(",", ":"), ensure_ascii=True)
    print(text.replace('{"id":', '\n{"id":'))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2])
