# SPDX-License-Identifier: Apache-2.0
"""MLflow's own client against whatever MLFLOW_TRACKING_URI names.

The same file passes against MLflow's server and against Millrace (./millrace test mlflow). What the
scripted model counted goes to the file that MILLRACE_TEST_TRUTH names, one JSON object a line, for
the caller to hold against its totals.
"""

import asyncio
import importlib
import json
import os
import time
import uuid

import mlflow
import pytest
from mlflow import MlflowClient
from mlflow.entities import AssessmentSource, AssessmentSourceType, SpanType
from mlflow.exceptions import MlflowException
from scripted_model import FAILING_CITY, MODEL, ScriptedModel

DEADLINE_SECONDS = 120
SESSION = "mlflow.trace.session"
USER = "mlflow.trace.user"
HUMAN = AssessmentSource(source_type=AssessmentSourceType.HUMAN, source_id="user-42")


@pytest.fixture(scope="session")
def model():
    scripted = ScriptedModel()
    os.environ["OPENAI_BASE_URL"] = scripted.url
    os.environ["OPENAI_API_BASE"] = scripted.url
    os.environ["OPENAI_API_KEY"] = "none"
    # CrewAI would tell its makers what it does.
    os.environ["CREWAI_DISABLE_TELEMETRY"] = "true"
    os.environ["CREWAI_TESTING"] = "true"
    yield scripted
    scripted.stop()


@pytest.fixture
def experiment(request):
    """An experiment of the test's own: its id."""
    name = request.node.name + "-" + uuid.uuid4().hex[:8]
    return mlflow.set_experiment(name).experiment_id


def eventually(read, wanted):
    """Spans are sent by threads of the client's: waits until a read gives what is wanted."""
    mlflow.flush_trace_async_logging()
    deadline = time.monotonic() + DEADLINE_SECONDS
    while (seen := read()) != wanted and time.monotonic() < deadline:
        time.sleep(0.2)
    assert seen == wanted


def search(experiment, **how):
    return mlflow.search_traces(locations=[experiment], return_type="list", **how)


def names(experiment, filter_string=None, **how):
    found = search(experiment, filter_string=filter_string, include_spans=False, **how)
    return [trace.info.tags["mlflow.traceName"] for trace in found]


def tell_truth(experiment, facts):
    """For the caller, who knows other ways to ask: columns of one trace."""
    path = os.environ.get("MILLRACE_TEST_TRUTH")
    if path:
        with open(path, "a", encoding="utf-8") as file:
            file.write(json.dumps({"experiment_id": experiment, "facts": facts}) + "\n")


# ---- plain tracing -----------------------------------------------------------------------------


@mlflow.trace(span_type=SpanType.TOOL)
def get_weather(city: str) -> str:
    if city == FAILING_CITY:
        raise ValueError("no such city")
    return "sunny"


@mlflow.trace(name="assistant", span_type=SpanType.AGENT)
def assistant(question: str, city: str = "Paris") -> str:
    return f"{question} It is {get_weather(city)}."


@mlflow.trace(name="turn")
def turn(question: str, session: str, **tags) -> str:
    mlflow.update_current_trace(
        metadata={SESSION: session, USER: "user-42"},
        tags=tags,
        client_request_id="request-" + question,
    )
    return assistant(question)


def test_nested_spans_come_back_whole(experiment):
    turn("Rain?", "session-1", team="red")
    eventually(lambda: names(experiment), ["turn"])

    [found] = search(experiment)
    trace = mlflow.get_trace(found.info.trace_id)
    by_name = {span.name: span for span in trace.data.spans}
    assert set(by_name) == {"turn", "assistant", "get_weather"}
    assert by_name["turn"].parent_id is None
    assert by_name["assistant"].parent_id == by_name["turn"].span_id
    assert by_name["get_weather"].parent_id == by_name["assistant"].span_id
    assert by_name["assistant"].span_type == SpanType.AGENT
    assert by_name["get_weather"].span_type == SpanType.TOOL
    assert by_name["get_weather"].inputs == {"city": "Paris"}
    assert by_name["get_weather"].outputs == "sunny"
    assert {str(span.status.status_code.value) for span in trace.data.spans} == {"OK"}

    info = trace.info
    assert info.experiment_id == experiment
    assert info.state == "OK"
    assert info.client_request_id == "request-Rain?"
    assert info.trace_metadata[SESSION] == "session-1"
    assert info.trace_metadata[USER] == "user-42"
    assert info.trace_metadata["mlflow.source.type"] == "LOCAL"
    assert info.tags["team"] == "red"
    assert json.loads(info.request_preview) == {
        "question": "Rain?",
        "session": "session-1",
        "tags": {"team": "red"},
    }
    assert "It is sunny." in info.response_preview
    assert info.execution_duration >= 0
    root = by_name["turn"]
    assert info.request_time == root.start_time_ns // 1_000_000


def test_failed_tool_makes_a_failed_trace(experiment):
    with pytest.raises(ValueError, match="no such city"):
        assistant("Rain?", FAILING_CITY)
    eventually(lambda: names(experiment, "status = 'ERROR'"), ["assistant"])

    [trace] = search(experiment)
    tool = next(span for span in trace.data.spans if span.name == "get_weather")
    assert tool.status.status_code.value == "ERROR"
    assert "no such city" in tool.status.description
    assert [event.name for event in tool.events] == ["exception"]
    assert trace.info.state == "ERROR"


# ---- search ------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def fleet():
    """Three traces, told apart by everything that a filter may name: experiment, and their ids."""
    experiment = mlflow.set_experiment("fleet-" + uuid.uuid4().hex[:8]).experiment_id
    ids = {}
    for number, name in enumerate(["alpha", "beta", "gamma"]):
        try:
            with mlflow.start_span(name, span_type=SpanType.AGENT) as root:
                mlflow.update_current_trace(
                    tags={"team": "red" if number else "blue", "number": str(number)},
                    metadata={SESSION: f"session-{number // 2}", "build": f"b{number}"},
                    client_request_id=f"request-{number}",
                )
                ids[name] = root.trace_id
                root.set_inputs({"question": f"the {name} question"})
                with mlflow.start_span(f"tool-{number}", span_type=SpanType.TOOL) as tool:
                    tool.set_attribute("city", "Paris" if number == 1 else "Rome")
                    time.sleep(0.25 if number == 1 else 0.001)
                    if number == 2:
                        raise ValueError("broken")
        except ValueError:
            pass
        time.sleep(0.005)
    eventually(lambda: sorted(names(experiment)), ["alpha", "beta", "gamma"])
    client = MlflowClient()
    mlflow.log_feedback(trace_id=ids["alpha"], name="helpful", value=True, source=HUMAN)
    mlflow.log_feedback(trace_id=ids["beta"], name="score", value=0.75, source=HUMAN)
    mlflow.log_expectation(trace_id=ids["gamma"], name="answer", value="rain", source=HUMAN)
    run = os.environ.get("MLFLOW_TEST_RUN_ID") or uuid.uuid4().hex
    client.link_traces_to_run([ids["beta"]], run)
    eventually(lambda: names(experiment, "feedback.helpful = 'true'"), ["alpha"])
    return experiment, ids, run


FILTERS = {
    "status = 'ERROR'": "gamma",
    "status != 'ERROR'": "alpha beta",
    "trace.status = 'OK'": "alpha beta",
    "name = 'alpha'": "alpha",
    "trace.name LIKE '%a'": "alpha beta gamma",
    "trace.name ILIKE 'ALPH%'": "alpha",
    "trace.name RLIKE '^(alpha|beta)$'": "alpha beta",
    "client_request_id = 'request-1'": "beta",
    "request_id = '{alpha}'": "alpha",
    "request_id IN ('{alpha}', '{beta}')": "alpha beta",
    "timestamp_ms > 0 AND trace.timestamp > 0": "alpha beta gamma",
    "timestamp_ms < 1000": "",
    "execution_time >= 250": "beta",
    "trace.execution_time_ms < 250": "alpha gamma",
    "trace.end_time > 0": "alpha beta gamma",
    "tag.team = 'red'": "beta gamma",
    "tags.team != 'red'": "alpha",
    "tag.number LIKE '1%'": "beta",
    "tag.team IS NOT NULL": "alpha beta gamma",
    "tag.nothing IS NULL": "alpha beta gamma",
    "tag.nothing IS NOT NULL": "",
    "metadata.build = 'b2'": "gamma",
    "metadata.`mlflow.trace.session` = 'session-0'": "alpha beta",
    "request_metadata.`mlflow.trace.session` != 'session-0'": "gamma",
    "span.name = 'tool-0'": "alpha",
    "span.name IN ('tool-0', 'tool-2')": "alpha gamma",
    "span.type = 'TOOL'": "alpha beta gamma",
    "span.type = 'CHAT_MODEL'": "",
    "span.status = 'ERROR'": "gamma",
    "span.attributes.city ILIKE '%paris%'": "beta",
    "span.attributes.city LIKE '%Rom%'": "alpha gamma",
    "span.content LIKE '%beta question%'": "beta",
    "trace.text LIKE '%gamma question%'": "gamma",
    "feedback.helpful = 'true'": "alpha",
    "feedback.helpful IS NULL": "beta gamma",
    "feedback.score IS NOT NULL": "beta",
    "expectation.answer = 'rain'": "gamma",
    "expectation.answer IS NULL": "alpha beta",
    "run_id = '{run}'": "beta",
    "tag.team = 'red' AND status = 'OK'": "beta",
}


@pytest.mark.parametrize("filter_string", FILTERS)
def test_filter_finds(fleet, filter_string):
    experiment, ids, run = fleet
    found = names(experiment, filter_string.format(run=run, **ids))
    assert sorted(found) == FILTERS[filter_string].split()


def test_order_is_kept_over_pages(fleet):
    experiment, _, _ = fleet
    client = MlflowClient()
    for order_by, wanted in {
        "timestamp ASC": ["alpha", "beta", "gamma"],
        "timestamp DESC": ["gamma", "beta", "alpha"],
        "name DESC": ["gamma", "beta", "alpha"],
        "execution_time DESC": ["beta"],
    }.items():
        assert names(experiment, order_by=[order_by])[: len(wanted)] == wanted
    seen, token = [], None
    while True:
        page = client.search_traces(
            locations=[experiment], max_results=2, order_by=["timestamp ASC"], page_token=token
        )
        seen += [trace.info.tags["mlflow.traceName"] for trace in page]
        token = page.token
        if not token:
            break
    assert seen == ["alpha", "beta", "gamma"]


def test_wrong_filter_is_refused(fleet):
    experiment, _, _ = fleet
    with pytest.raises(MlflowException) as refusal:
        names(experiment, "color = 'red'")
    assert refusal.value.error_code == "INVALID_PARAMETER_VALUE"


def test_sessions_are_found(fleet):
    experiment, _, _ = fleet
    sessions = mlflow.search_sessions(locations=[experiment])
    found = {
        session.id: [trace.info.tags["mlflow.traceName"] for trace in session]
        for session in sessions
    }
    assert found == {"session-1": ["gamma"], "session-0": ["alpha", "beta"]}
    assert all(trace.data.spans for session in sessions for trace in session)


# ---- assessments, tags, deletes ----------------------------------------------------------------


@pytest.fixture
def trace_id(experiment):
    turn("Rain?", "session-1")
    eventually(lambda: names(experiment), ["turn"])
    return search(experiment)[0].info.trace_id


def assessments(trace_id):
    found = mlflow.get_trace(trace_id).info.assessments
    return {assessment.assessment_id: assessment for assessment in found}


def test_feedback_is_made_changed_and_deleted(trace_id):
    made = mlflow.log_feedback(
        trace_id=trace_id,
        name="helpful",
        value={"score": 3, "why": ["short"]},
        source=HUMAN,
        rationale="brief",
        metadata={"round": "1"},
    )
    read = mlflow.get_assessment(trace_id, made.assessment_id)
    assert read.feedback.value == {"score": 3, "why": ["short"]}
    assert (read.rationale, read.metadata, read.valid) == ("brief", {"round": "1"}, True)
    assert read.source == HUMAN

    changed = mlflow.update_assessment(
        trace_id=trace_id,
        assessment_id=made.assessment_id,
        assessment=mlflow.entities.Feedback(name="helpful", value=False, source=HUMAN),
    )
    assert changed.feedback.value is False
    assert (changed.name, changed.rationale) == ("helpful", "brief")
    assert changed.create_time_ms == made.create_time_ms
    assert mlflow.get_assessment(trace_id, made.assessment_id).feedback.value is False

    mlflow.delete_assessment(trace_id, made.assessment_id)
    assert assessments(trace_id) == {}


def test_override_stands_for_the_first_until_it_is_deleted(trace_id):
    first = mlflow.log_feedback(trace_id=trace_id, name="helpful", value=True, source=HUMAN)
    second = mlflow.override_feedback(
        trace_id=trace_id,
        assessment_id=first.assessment_id,
        value=False,
        rationale="wrong city",
        source=HUMAN,
    )
    assert second.overrides == first.assessment_id
    seen = assessments(trace_id)
    assert seen[first.assessment_id].valid is False
    assert seen[second.assessment_id].feedback.value is False

    mlflow.delete_assessment(trace_id, second.assessment_id)
    assert assessments(trace_id)[first.assessment_id].valid is True


def test_expectation_is_kept_as_told(trace_id):
    for value in ["Paris", 7, {"cities": ["Paris", "Rome"]}]:
        made = mlflow.log_expectation(trace_id=trace_id, name="city", value=value, source=HUMAN)
        assert mlflow.get_assessment(trace_id, made.assessment_id).expectation.value == value


def test_feedback_of_a_failed_judge_keeps_the_error(trace_id):
    judge = AssessmentSource(source_type=AssessmentSourceType.LLM_JUDGE, source_id="judge-1")
    made = mlflow.log_feedback(
        trace_id=trace_id, name="safe", error=ValueError("no answer"), source=judge
    )
    error = mlflow.get_assessment(trace_id, made.assessment_id).feedback.error
    assert (error.error_code, error.error_message) == ("ValueError", "no answer")


def test_tag_is_set_and_deleted(trace_id):
    mlflow.set_trace_tag(trace_id, "team", "green")
    assert mlflow.get_trace(trace_id).info.tags["team"] == "green"
    mlflow.delete_trace_tag(trace_id, "team")
    assert "team" not in mlflow.get_trace(trace_id).info.tags


def test_deleted_traces_are_gone(experiment):
    for number in range(4):
        turn(f"question-{number}", "session-1")
    eventually(lambda: len(names(experiment)), 4)
    oldest, second, third, newest = (
        trace.info for trace in search(experiment, order_by=["timestamp ASC"])
    )
    client = MlflowClient()
    assert client.delete_traces(experiment, trace_ids=[newest.trace_id]) == 1
    assert mlflow.get_trace(newest.trace_id, silent=True) is None
    last = third.request_time
    assert client.delete_traces(experiment, max_timestamp_millis=last, max_traces=1) == 1
    left = {trace.info.trace_id for trace in search(experiment)}
    assert left == {second.trace_id, third.trace_id}
    assert client.delete_traces(experiment, max_timestamp_millis=last) == 2
    assert client.delete_traces(experiment, max_timestamp_millis=last) == 0
    assert search(experiment) == []


def test_experiment_is_one_under_its_name():
    name = "one-" + uuid.uuid4().hex[:8]
    made = mlflow.set_experiment(name)
    assert mlflow.set_experiment(name).experiment_id == made.experiment_id
    assert mlflow.get_experiment_by_name(name).experiment_id == made.experiment_id
    found = mlflow.search_experiments(filter_string=f"name = '{name}'")
    assert [experiment.experiment_id for experiment in found] == [made.experiment_id]


# ---- autolog -----------------------------------------------------------------------------------


def with_openai(question, model):
    from openai import OpenAI

    tool = {
        "type": "function",
        "function": {
            "name": "get_weather",
            "parameters": {"type": "object", "properties": {"city": {"type": "string"}}},
        },
    }
    client = OpenAI()
    messages = [{"role": "user", "content": question}]
    first = client.chat.completions.create(model=MODEL, messages=messages, tools=[tool])
    call = first.choices[0].message.tool_calls[0]
    result = get_weather(**json.loads(call.function.arguments))
    messages += [
        first.choices[0].message,
        {"role": "tool", "tool_call_id": call.id, "content": result},
    ]
    client.chat.completions.create(model=MODEL, messages=messages, tools=[tool])


def with_langgraph(question, model):
    from langchain_core.tools import tool
    from langchain_openai import ChatOpenAI
    from langgraph.prebuilt import create_react_agent

    @tool("get_weather")
    def weather(city: str) -> str:
        """The weather of a city."""
        return "sunny"

    agent = create_react_agent(ChatOpenAI(model=MODEL), [weather])
    agent.invoke({"messages": [("user", question)]})


def with_llama_index(question, model):
    from llama_index.core.agent.workflow import FunctionAgent
    from llama_index.core.tools import FunctionTool
    from llama_index.llms.openai_like import OpenAILike

    def weather(city: str) -> str:
        """The weather of a city."""
        return "sunny"

    async def ask():
        llm = OpenAILike(
            model=MODEL,
            api_base=model.url,
            api_key="none",
            is_chat_model=True,
            is_function_calling_model=True,
        )
        tools = [FunctionTool.from_defaults(weather, name="get_weather")]
        agent = FunctionAgent(tools=tools, llm=llm, streaming=False)
        await agent.run(user_msg=question)

    asyncio.run(ask())


def with_autogen(question, model):
    from autogen_agentchat.agents import AssistantAgent
    from autogen_ext.models.openai import OpenAIChatCompletionClient

    async def get_weather(city: str) -> str:
        """The weather of a city."""
        return "sunny"

    async def ask():
        client = OpenAIChatCompletionClient(model=MODEL)
        agent = AssistantAgent(
            "assistant", client, tools=[get_weather], reflect_on_tool_use=True
        )
        await agent.run(task=question)
        await client.close()

    asyncio.run(ask())


def with_crewai(question, model):
    from crewai import LLM, Agent, Crew, Task
    from crewai.tools import tool

    @tool("get_weather")
    def weather(city: str) -> str:
        """The weather of a city."""
        return "sunny"

    agent = Agent(
        role="Weather reporter",
        goal="Tell the weather",
        backstory="Looks out of the window",
        tools=[weather],
        llm=LLM(model=MODEL, base_url=model.url, api_key="none"),
    )
    task = Task(description=question, expected_output="The weather", agent=agent)
    Crew(agents=[agent], tasks=[task]).kickoff()


CACHE = ["cache_read_tokens", "cost_usd"]
CALLS = ["llm_calls", "input_tokens", "output_tokens", *CACHE]

# What autolog is on, who runs, and of what nothing is said in any request.
CLIENTS = {
    "openai": (["openai"], with_openai, []),
    "langgraph": (["langchain"], with_langgraph, []),
    "langgraph and openai": (["langchain", "openai"], with_langgraph, []),
    "llama_index": (["llama_index"], with_llama_index, CACHE),
    "llama_index and openai": (["llama_index", "openai"], with_llama_index, []),
    "autogen": (["autogen"], with_autogen, ["models", *CACHE]),
    "autogen and openai": (["autogen", "openai"], with_autogen, []),
    "crewai": (["crewai"], with_crewai, ["models", "tool_calls", *CALLS]),
    "crewai and openai": (["crewai", "openai"], with_crewai, []),
}


@pytest.mark.parametrize("client", CLIENTS)
def test_autolog(experiment, model, client):
    flavors, run, silent = CLIENTS[client]
    session = "session-" + client
    if "autogen" in flavors:
        # MLflow patches the classes that are loaded.
        importlib.import_module("autogen_agentchat.agents")
        importlib.import_module("autogen_ext.models.openai")
    for flavor in flavors:
        getattr(mlflow, flavor).autolog()
    truth = model.start_run()
    truth.tool_calls = 1

    @mlflow.trace(name="turn")
    def ask(question: str):
        mlflow.update_current_trace(metadata={SESSION: session, USER: "user-42"})
        run(question, model)

    try:
        ask("What is the weather in Paris?")
    finally:
        for flavor in flavors:
            getattr(mlflow, flavor).autolog(disable=True)
    assert truth.llm_calls == 2
    eventually(lambda: names(experiment), ["turn"])

    [trace] = search(experiment)
    assert trace.info.trace_metadata[SESSION] == session
    if "input_tokens" not in silent:
        usage = trace.info.token_usage
        assert usage["input_tokens"] == truth.input_tokens
        assert usage["output_tokens"] == truth.output_tokens
        assert usage["total_tokens"] == truth.input_tokens + truth.output_tokens
    facts = {
        **truth.as_dict(),
        "models": [MODEL],
        "sessions": [session],
        "users": ["user-42"],
        "traces": 1,
    }
    tell_truth(experiment, {fact: facts[fact] for fact in facts if fact not in silent})
