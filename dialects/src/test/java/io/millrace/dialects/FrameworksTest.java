// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.RequestedTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import org.junit.jupiter.api.Test;

/** Dialects known from their sources alone: a golden span of each. */
class FrameworksTest {
  @Test
  void liveKit_isKnownByTheNamesOfItsSpans() {
    AgentSpan call =
        span("llm_request")
            .scope("livekit-agents")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.usage.input_tokens", 120)
            .with("lk.response.ttft", 0.25)
            .with("lk.response.text", "Sunny.")
            .with(
                "lk.response.function_calls",
                "[{\"id\":\"c1\",\"name\":\"find\",\"arguments\":\"{}\"}]")
            .normalised();
    AgentSpan tool =
        span("function_tool")
            .scope("livekit-agents")
            .with("lk.function_tool.name", "find")
            .with("lk.function_tool.id", "c1")
            .with("lk.function_tool.is_error", true)
            .normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(250_000_000L);
    assertThat(call.modelCall().requestedTools()).containsExactly(new RequestedTool("c1", "find"));
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("find", "c1", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(span("llm_node").scope("livekit-agents").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.CHAIN);
  }

  @Test
  void haystack_isKnownByTheClassesOfItsComponents() {
    AgentSpan call =
        span("haystack.component.run")
            .with("haystack.component.type", "OpenAIChatGenerator")
            .with(
                "haystack.component.output",
                """
                {"replies": [{"role": "assistant", "content": [{"text": "Sunny."}],
                  "meta": {"model": "gpt-4o-mini-2024-07-18", "finish_reason": "stop", "usage": {
                    "prompt_tokens": 120, "completion_tokens": 30,
                    "prompt_tokens_details": {"cached_tokens": 20},
                    "completion_tokens_details": {"reasoning_tokens": 5}}}}]}
                """)
            .normalised();
    AgentSpan tool =
        span("haystack.tool.run")
            .with("haystack.tool.name", "get_weather")
            .with("haystack.tool.call.id", "c1")
            .with("haystack.tool.error", "unknown city")
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("haystack");
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 5L));
    assertThat(call.modelCall().provider()).isEqualTo("openai");
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("get_weather", "c1", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(kind(span("haystack.pipeline.run"))).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(
            kind(span("haystack.component.run").with("haystack.component.type", "PromptBuilder")))
        .isEqualTo(AgentSpanKind.CHAIN);
  }

  private static AgentSpanKind kind(SpanFixture span) {
    return span.normalised().meaning().kind();
  }

  @Test
  void semanticKernel_hasOperationsOfItsOwn() {
    AgentSpan call =
        span("chat.completions gpt-4o-mini")
            .scope("Microsoft.SemanticKernel.Diagnostics")
            .with("gen_ai.operation.name", "chat.completions")
            .with("gen_ai.request.model", "gpt-4o-mini")
            .with("gen_ai.response.prompt_tokens", "120")
            .with("gen_ai.response.completion_tokens", 30)
            .with("gen_ai.response.finish_reason", "FinishReason.STOP")
            .normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.meaning().usageRule()).isEqualTo("semantic-kernel/incl");
    assertThat(call.modelCall().usage().inputTokens()).isEqualTo(120L);
    assertThat(call.outcome().finishReason()).isEqualTo("stop");
  }

  @Test
  void autoGen_isAgentsAndToolsBetweenMessages() {
    AgentSpan message = span("autogen process weather.agent").normalised();
    AgentSpan tool =
        span("execute_tool get_weather")
            .scope("autogen-core")
            .with("gen_ai.system", "autogen")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.name", "get_weather")
            .normalised();

    assertThat(message.meaning().noise()).isTrue();
    assertThat(tool.meaning().noise()).isFalse();
    assertThat(tool.meaning().kind()).isEqualTo(AgentSpanKind.TOOL);
  }

  @Test
  void voltAgent_isNotClaudeCode() {
    AgentSpan call =
        span("llm:streamText")
            .with("span.type", "llm")
            .with("entity.type", "agent")
            .with("voltagent.conversation_id", "s1")
            .with("llm.messages", "[{\"role\":\"user\",\"content\":\"Hi\"}]")
            .with("usage.prompt_tokens", 120)
            .with("usage.completion_tokens", 30)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("voltagent");
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.identity().sessionId()).isEqualTo("s1");
    assertThat(call.modelCall().usage().inputTokens()).isEqualTo(120L);
  }

  @Test
  void anthropicsSdk_joinsItsCallByTheRequest() {
    AgentSpan call =
        span("anthropic.messages.create")
            .scope("com.anthropic.sdk.python")
            .with("anthropic.request.id", "req_1")
            .with("gen_ai.request.model", "claude-sonnet-4-5")
            .normalised();
    AgentSpan tool = span("anthropic.tool_use web_search").normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().responseId()).isEqualTo("req_1");
    assertThat(call.modelCall().provider()).isEqualTo("anthropic");
    assertThat(tool.toolUse().name()).isEqualTo("web_search");
  }

  @Test
  void openRouter_countsTheCacheInTheInput() {
    AgentSpan call =
        span("chat")
            .scope("openrouter")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.request.model", "openai/gpt-4o-mini")
            .with("gen_ai.usage.input_tokens", 5021)
            .with("gen_ai.usage.input_tokens.cached", 4248)
            .with("gen_ai.usage.output_tokens", 263)
            .with("gen_ai.usage.output_tokens.reasoning", 37)
            .with("gen_ai.usage.total_cost", 0.00270405)
            .with("trace.metadata.session_id", "s1")
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("openrouter");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(5021L, 263L, 4248L, null, null, 37L));
    assertThat(call.modelCall().emitterCostPicoUsd()).isEqualTo(2_704_050_000L);
    assertThat(call.identity().sessionId()).isEqualTo("s1");
  }

  @Test
  void callOfAnMcpServer_isATool_andTheServersSideNone() {
    SpanFixture client =
        span("tools/call search")
            .with("mcp.method.name", "tools/call")
            .kind(Span.SpanKind.SPAN_KIND_CLIENT);
    SpanFixture server =
        span("tools/call search")
            .with("mcp.method.name", "tools/call")
            .kind(Span.SpanKind.SPAN_KIND_SERVER);

    assertThat(client.normalised().toolUse()).isEqualTo(new AgentSpan.ToolUse("search", "", true));
    assertThat(server.normalised().toolUse().counts()).isFalse();
    assertThat(kind(span("tools/list").with("mcp.method.name", "tools/list")))
        .isEqualTo(AgentSpanKind.SPAN);
  }

  @Test
  void genkit_hasItsUsageInItsOutput() {
    AgentSpan call =
        span("gemini-2.5-flash")
            .scope("genkit-tracer")
            .with("genkit:type", "action")
            .with("genkit:metadata:subtype", "model")
            .with("genkit:name", "googleai/gemini-2.5-flash")
            .with(
                "genkit:output",
                "{\"finishReason\":\"stop\",\"usage\":{\"inputTokens\":42,\"outputTokens\":17,"
                    + "\"totalTokens\":59,\"thoughtsTokens\":3}}")
            .normalised();
    AgentSpan failed =
        span("planTrip")
            .with("genkit:metadata:subtype", "flow")
            .with("genkit:name", "planTrip")
            .with("genkit:state", "error")
            .normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(42L, 17L, null, null, null, 3L));
    assertThat(call.modelCall().requestModel()).isEqualTo("gemini-2.5-flash");
    assertThat(call.modelCall().provider()).isEqualTo("gcp.gemini");
    assertThat(call.outcome().finishReason()).isEqualTo("stop");
    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(failed.modelCall()).isEqualTo(AgentSpan.ModelCall.NONE);
  }

  @Test
  void haystacksAgent_hasItsCallsAndToolsInSteps() {
    AgentSpan call =
        span("haystack.agent.step.llm")
            .scope("haystack")
            .with(
                "haystack.agent.step.llm.output",
                """
                {"replies": [{"role": "assistant", "content": [{"tool_call": {
                    "tool_name": "find", "arguments": {"q": 1}, "id": "c1"}}],
                  "meta": {"model": "gpt-4o-mini-2024-07-18", "finish_reason": "tool_calls", "usage": {
                    "prompt_tokens": 1211, "completion_tokens": 51,
                    "prompt_tokens_details": {"cached_tokens": 201},
                    "completion_tokens_details": {"reasoning_tokens": 6}}}}]}
                """)
            .normalised();
    AgentSpan tool =
        span("haystack.agent.step.tool")
            .scope("haystack")
            .with("haystack.tool.name", "find")
            .with("haystack.agent.step.tool.output", "{\"error\": \"index offline\"}")
            .normalised();
    AgentSpan step =
        span("haystack.agent.step").scope("haystack").with("haystack.agent.step", 0).normalised();

    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1211L, 51L, 201L, null, null, 6L));
    assertThat(call.modelCall().responseModel()).isEqualTo("gpt-4o-mini-2024-07-18");
    assertThat(call.modelCall().requestedTools()).containsExactly(new RequestedTool("c1", "find"));
    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("find", "", true));
    assertThat(tool.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(tool.outcome().statusMessage()).isEqualTo("index offline");
    assertThat(step.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
  }

  @Test
  void openLit_passesProvidersCountsOn() {
    assertThat(openLit("anthropic").modelCall().usage())
        .isEqualTo(new TokenUsage(1398L, 64L, 214L, 44L, null, null));
    assertThat(openLit("openai").modelCall().usage())
        .isEqualTo(new TokenUsage(1140L, 64L, 214L, 44L, null, null));
  }

  private static AgentSpan openLit(String client) {
    return span("chat x")
        .scope("openlit.instrumentation." + client)
        .with("gen_ai.operation.name", "chat")
        .with("gen_ai.usage.input_tokens", 1140)
        .with("gen_ai.usage.output_tokens", 64)
        .with("gen_ai.usage.cache_read.input_tokens", 214)
        .with("gen_ai.usage.cache_creation.input_tokens", 44)
        .normalised();
  }

  @Test
  void genkit_tellsByTheTotalWhetherThoughtsAreInTheOutput() {
    AgentSpan gemini =
        genkitModel(
            """
            {"usage":{"inputTokens":1409,"outputTokens":45,"thoughtsTokens":24,
              "totalTokens":1478,"cachedContentTokens":219}}
            """);
    AgentSpan openAi =
        genkitModel(
            """
            {"usage":{"inputTokens":1321,"outputTokens":61,"totalTokens":1382},
              "raw":{"id":"chatcmpl-1","model":"gpt-4o-mini-2024-07-18","usage":{
                "prompt_tokens_details":{"cached_tokens":211},
                "completion_tokens_details":{"reasoning_tokens":16}}}}
            """);

    assertThat(gemini.modelCall().usage())
        .isEqualTo(new TokenUsage(1409L, 69L, 219L, null, null, 24L));
    assertThat(openAi.modelCall().usage())
        .isEqualTo(new TokenUsage(1321L, 61L, 211L, null, null, 16L));
    assertThat(openAi.modelCall().responseModel()).isEqualTo("gpt-4o-mini-2024-07-18");
    assertThat(openAi.modelCall().responseId()).isEqualTo("chatcmpl-1");
  }

  private static AgentSpan genkitModel(String output) {
    return span("model")
        .scope("genkit-tracer")
        .with("genkit:metadata:subtype", "model")
        .with("genkit:output", output)
        .normalised();
  }

  @Test
  void langSmith_hasTheDetailsOfItsCountsInJson() {
    AgentSpan call =
        span("ChatOpenAI")
            .scope("langsmith")
            .with("langsmith.span.kind", "llm")
            .with("langsmith.metadata.thread_id", "thread-1")
            .with("langsmith.metadata.ls_provider", "openai")
            .with("langsmith.metadata.ls_model_name", "gpt-4o-mini")
            .with("langsmith.trace.session_name", "my-project")
            .with("langsmith.span.tags", "nightly, eu")
            .with("gen_ai.system", "langchain")
            .with("gen_ai.usage.input_tokens", 120)
            .with("gen_ai.usage.output_tokens", 30)
            .with("gen_ai.usage.input_token_details", "{\"cache_read\": 20}")
            .with("gen_ai.usage.output_token_details", "{\"reasoning\": 10}")
            .normalised();

    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 10L));
    assertThat(call.modelCall().provider()).isEqualTo("openai");
    assertThat(call.identity().sessionId()).isEqualTo("thread-1");
    assertThat(call.tags()).containsOnlyKeys("nightly", "eu");
  }

  @Test
  void springAi_hasFacadesAroundItsModel() {
    AgentSpan client =
        span("chat_client")
            .scope("org.springframework.boot")
            .with("spring.ai.kind", "chat_client")
            .with("gen_ai.operation.name", "framework")
            .with("spring.ai.chat.client.conversation.id", "conv-1")
            .normalised();
    AgentSpan unset =
        span("chat_client")
            .with("spring.ai.kind", "chat_client")
            .with("spring.ai.chat.client.conversation.id", "default")
            .normalised();

    assertThat(client.meaning().dialect()).isEqualTo("spring-ai");
    assertThat(client.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(client.identity().sessionId()).isEqualTo("conv-1");
    assertThat(unset.identity().sessionId()).isEmpty();
  }

  @Test
  void langSmith_hasTheUsageInARunsMetadata_andFailuresInAnException() {
    AgentSpan call =
        langSmith()
            .with("gen_ai.usage.input_tokens", 1211)
            .with("gen_ai.usage.output_tokens", 51)
            .with(
                "langsmith.metadata.usage_metadata",
                "{\"input_token_details\":{\"cache_read\":201,\"cache_creation\":30},"
                    + "\"output_token_details\":{\"reasoning\":6}}")
            .normalised();
    AgentSpan failed =
        langSmith()
            .status(Status.StatusCode.STATUS_CODE_OK, "")
            .event("exception", 1, "exception.message", "BadRequestError('no')")
            .normalised();

    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(1211L, 51L, 201L, 30L, null, 6L));
    assertThat(failed.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(failed.outcome().statusMessage()).isEqualTo("BadRequestError('no')");
  }

  private static SpanFixture langSmith() {
    return span("ChatOpenAI").scope("langsmith").with("langsmith.span.kind", "llm");
  }

  @Test
  void agentFramework_passesAnthropicsCountsOn() {
    AgentSpan anthropic = agentFramework("anthropic");
    AgentSpan openAi = agentFramework("openai");

    assertThat(anthropic.modelCall().usage().inputTokens()).isEqualTo(140L);
    assertThat(anthropic.meaning().usageRule()).isEqualTo("agent-framework/anthropic-excl");
    assertThat(openAi.modelCall().usage().inputTokens()).isEqualTo(120L);
    assertThat(span("executor.process x").scope("agent_framework").normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.CHAIN);
  }

  private static AgentSpan agentFramework(String provider) {
    return span("chat m")
        .scope("agent_framework")
        .with("gen_ai.operation.name", "chat")
        .with("gen_ai.provider.name", provider)
        .with("gen_ai.usage.input_tokens", 120)
        .with("gen_ai.usage.cache_read.input_tokens", 20)
        .normalised();
  }

  @Test
  void openLit_tellsTimesInSeconds() {
    AgentSpan call =
        span("chat gpt-4o-mini")
            .scope("openlit.otel.tracing")
            .with("gen_ai.operation.name", "chat")
            .with("gen_ai.server.time_to_first_token", 0.7)
            .with("gen_ai.usage.cost", 0.25)
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("openlit");
    assertThat(call.modelCall().timeToFirstTokenNanos()).isEqualTo(700_000_000L);
    assertThat(call.modelCall().emitterCostPicoUsd()).isEqualTo(250_000_000_000L);
  }

  @Test
  void agno_passesClaudesCountsOn() {
    AgentSpan call =
        span("Claude.invoke")
            .scope("openinference.instrumentation.agno")
            .with("openinference.span.kind", "LLM")
            .with("llm.model_name", "claude-sonnet-4-5")
            .with("llm.token_count.prompt", 120)
            .with("llm.token_count.completion", 30)
            .with("llm.token_count.total", 150)
            .with("llm.token_count.prompt_details.cache_read", 20)
            .normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("openinference/agno-claude");
    assertThat(call.modelCall().usage().inputTokens()).isEqualTo(140L);
  }
}
