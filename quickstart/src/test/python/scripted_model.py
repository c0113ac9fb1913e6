# SPDX-License-Identifier: Apache-2.0
"""A model on loopback that speaks OpenAI's chat completions and follows a script.

It asks for a tool when it is offered one and has no result yet, else it answers. What it counts is
the truth of a run: telemetry has no say in it.
"""

import json
import threading
from dataclasses import asdict, dataclass, field
from decimal import Decimal
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

MODEL = "gpt-4o-mini"
FAILING_CITY = "Atlantis"

# USD per million tokens: input, cached input, output (OpenAI's list prices of gpt-4o-mini).
PRICES = (Decimal("0.15"), Decimal("0.075"), Decimal("0.60"))

ASKS = {"prompt": 120, "cached": 0, "completion": 30}
ANSWERS = {"prompt": 260, "cached": 100, "completion": 45}


@dataclass
class Truth:
    """What really happened in a run."""

    llm_calls: int = 0
    input_tokens: int = 0
    cache_read_tokens: int = 0
    output_tokens: int = 0
    tool_calls: int = 0
    tool_errors: int = 0

    def cost_usd(self) -> Decimal:
        fresh = self.input_tokens - self.cache_read_tokens
        tokens = (fresh, self.cache_read_tokens, self.output_tokens)
        return sum(n * price for n, price in zip(tokens, PRICES)) / 1_000_000

    def as_dict(self) -> dict:
        return {**asdict(self), "cost_usd": str(self.cost_usd())}


@dataclass
class ScriptedModel:
    """Starts on a free port; `url` is what clients take for OpenAI's."""

    truth: Truth = field(default_factory=Truth)

    def __post_init__(self):
        self._lock = threading.Lock()
        model = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_POST(self):
                request = json.loads(self.rfile.read(int(self.headers["content-length"])))
                body = json.dumps(model.complete(request)).encode()
                self.send_response(200)
                self.send_header("content-type", "application/json")
                self.send_header("content-length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *args):
                """Nothing is logged: pytest shows what failed."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.server_port}/v1"

    def stop(self):
        self._server.shutdown()
        self._server.server_close()

    def start_run(self) -> Truth:
        """What is asked from now on counts for the truth that is returned."""
        self.truth = Truth()
        return self.truth

    def complete(self, request: dict) -> dict:
        if request.get("stream"):
            raise ValueError("the script has no streams")
        messages = request["messages"]
        asked = sum(1 for message in messages if message["role"] == "tool")
        tools = request.get("tools") or []
        call = tools and not asked
        usage = ASKS if call else ANSWERS
        with self._lock:
            self.truth.llm_calls += 1
            self.truth.input_tokens += usage["prompt"]
            self.truth.cache_read_tokens += usage["cached"]
            self.truth.output_tokens += usage["completion"]
            number = self.truth.llm_calls
        message = self._tool_call(tools[0], messages, number) if call else self._answer()
        return {
            "id": f"chatcmpl-{id(self.truth):x}-{number}",
            "object": "chat.completion",
            "created": 1_790_000_000,
            "model": MODEL + "-2024-07-18",
            "choices": [
                {
                    "index": 0,
                    "finish_reason": "tool_calls" if call else "stop",
                    "message": message,
                }
            ],
            "usage": {
                "prompt_tokens": usage["prompt"],
                "completion_tokens": usage["completion"],
                "total_tokens": usage["prompt"] + usage["completion"],
                "prompt_tokens_details": {"cached_tokens": usage["cached"]},
            },
        }

    def _tool_call(self, tool: dict, messages: list, number: int) -> dict:
        city = FAILING_CITY if FAILING_CITY in json.dumps(messages) else "Paris"
        function = {
            "name": tool["function"]["name"],
            "arguments": json.dumps({"city": city}),
        }
        call = {"id": f"call_{id(self.truth):x}_{number}", "type": "function", "function": function}
        return {"role": "assistant", "content": None, "tool_calls": [call]}

    @staticmethod
    def _answer() -> dict:
        return {"role": "assistant", "content": "It is sunny in Paris."}
