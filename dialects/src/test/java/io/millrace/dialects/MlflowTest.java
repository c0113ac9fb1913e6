// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects;

import static io.millrace.dialects.SpanFixture.span;
import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.AgentSpan.AnsweredTool;
import io.millrace.schemas.AgentSpanKind;
import io.millrace.schemas.SpanStatus;
import io.millrace.schemas.TokenUsage;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.common.v1.KeyValueList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MlflowTest {
  private static SpanFixture mlflow(String type) {
    return span("chat").scope("mlflow.tracing.provider").with("mlflow.spanType", type);
  }

  @Test
  void exportedValues_areJson() {
    AgentSpan call =
        mlflow("\"CHAT_MODEL\"")
            .with("mlflow.llm.model", "\"gpt-4o-mini-2024-07-18\"")
            .with(
                "mlflow.chat.tokenUsage",
                "{\"input_tokens\": 120, \"output_tokens\": 30, \"cache_read_input_tokens\": 20}")
            .with("mlflow.traceTag.team", "search")
            .normalised();

    assertThat(call.meaning().dialect()).isEqualTo("mlflow");
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().responseModel()).isEqualTo("gpt-4o-mini-2024-07-18");
    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, null));
    assertThat(call.tags()).containsEntry("team", "search");
  }

  @Test
  void geminisThoughts_areInTheTotalAlone() {
    AgentSpan call =
        mlflow("\"LLM\"")
            .with("mlflow.message.format", "\"gemini\"")
            .with(
                "mlflow.chat.tokenUsage",
                "{\"input_tokens\": 1222, \"output_tokens\": 45, \"total_tokens\": 1274}")
            .normalised();

    assertThat(call.modelCall().usage())
        .isEqualTo(new TokenUsage(1222L, 52L, null, null, null, 7L));
    assertThat(call.meaning().usageRule()).isEqualTo("mlflow/gemini");
  }

  @Test
  void claudesTranscripts_countTheCacheApart() {
    AgentSpan call =
        span("llm")
            .with("mlflow.spanType", "LLM")
            .with("model", "claude-sonnet-4-5")
            .with("mlflow.message.format", "anthropic")
            .with(
                "mlflow.chat.tokenUsage",
                counts("input_tokens", 1070, "cache_read_input_tokens", 207))
            .normalised();

    assertThat(call.meaning().usageRule()).isEqualTo("mlflow/claude-code");
    assertThat(call.modelCall().usage().inputTokens()).isEqualTo(1277L);
    assertThat(call.modelCall().requestModel()).isEqualTo("claude-sonnet-4-5");
    assertThat(call.modelCall().provider()).isEqualTo("anthropic");
  }

  private static AnyValue counts(String first, int firstCount, String second, int secondCount) {
    KeyValueList.Builder map = KeyValueList.newBuilder();
    map.addValues(KeyValue.newBuilder().setKey(first).setValue(SpanFixture.value(firstCount)));
    map.addValues(KeyValue.newBuilder().setKey(second).setValue(SpanFixture.value(secondCount)));
    return AnyValue.newBuilder().setKvlistValue(map).build();
  }

  @Test
  void tool_isNamedByItsSpan_orByTheConverter() {
    AgentSpan tool = span("get_weather").with("mlflow.spanType", "\"TOOL\"").normalised();
    AgentSpan converted =
        span("tool_Bash")
            .with("mlflow.spanType", "TOOL")
            .with("tool_name", "Bash")
            .with("tool_id", "toolu_1")
            .normalised();

    assertThat(tool.toolUse()).isEqualTo(new AgentSpan.ToolUse("get_weather", "", true));
    assertThat(converted.toolUse()).isEqualTo(new AgentSpan.ToolUse("Bash", "toolu_1", true));
  }

  @Test
  void toolsOfAutoGen_areToldByTheResultsInTheInput() {
    AgentSpan call =
        mlflow("\"LLM\"")
            .with("mlflow.message.format", "\"autogen\"")
            .with(
                "mlflow.spanInputs",
                """
                {"messages": [
                  {"type": "SystemMessage", "content": "Be brief."},
                  {"type": "UserMessage", "source": "user", "content": "Weather in Atlantis?"},
                  {"type": "AssistantMessage", "content": [
                    {"id": "c1", "name": "get_weather", "arguments": "{}"}]},
                  {"type": "FunctionExecutionResultMessage", "content": [
                    {"call_id": "c1", "name": "get_weather", "content": "unknown", "is_error": true}]}]}
                """)
            .normalised();

    assertThat(call.modelCall().answeredTools())
        .containsExactly(new AnsweredTool("c1", "get_weather", true));
    assertThat(call.content().requestPreview()).isEqualTo("Weather in Atlantis?");
  }

  /** Of an agent whose tools have no spans; where they have, those count. */
  @Test
  void callOfOpenAi_tellsTheToolsThatItsInputEndsWith() {
    AgentSpan call =
        mlflow("\"CHAT_MODEL\"")
            .with("mlflow.message.format", "\"openai\"")
            .with(
                "mlflow.spanInputs",
                """
                {"messages": [{"role": "user", "content": "Weather in Paris?"},
                  {"role": "assistant", "tool_calls": [{"id": "c1", "type": "function",
                    "function": {"name": "get_weather", "arguments": "{}"}}]},
                  {"role": "tool", "tool_call_id": "c1", "content": "sunny"}]}
                """)
            .normalised();

    assertThat(call.modelCall().answeredTools())
        .containsExactly(new AnsweredTool("c1", "get_weather", false));
  }

  @Test
  void agentOfCrewAi_hasTheModelOfItsSetting() {
    AgentSpan agent =
        span("Travel agent")
            .with("mlflow.spanType", "AGENT")
            .with("llm", "gpt-4o-mini")
            .normalised();

    assertThat(agent.modelCall().requestModel()).isEqualTo("gpt-4o-mini");
    assertThat(agent.modelCall().usage().hasTokens()).isFalse();
  }

  @Test
  void llamaIndex_callsAModelOnlyWhereItAnswers_andNamesItsTools() {
    AgentSpan prompt =
        span("OpenAILike._prepare_chat_with_tools")
            .with("mlflow.spanType", "LLM")
            .with("mlflow.message.format", "llamaindex")
            .normalised();
    AgentSpan call =
        span("OpenAILike.achat")
            .with("mlflow.spanType", "LLM")
            .with("mlflow.message.format", "llamaindex")
            .with("model_name", "gpt-4o-mini")
            .with("mlflow.llm.provider", "openailike")
            .normalised();
    AgentSpan tool =
        span("FunctionTool.acall")
            .with("mlflow.spanType", "TOOL")
            .with("name", "get_weather")
            .normalised();

    assertThat(prompt.meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(call.meaning().kind()).isEqualTo(AgentSpanKind.LLM);
    assertThat(call.modelCall().requestModel()).isEqualTo("gpt-4o-mini");
    assertThat(call.modelCall().provider()).isEqualTo("openai");
    assertThat(tool.toolUse().name()).isEqualTo("get_weather");
  }

  @Test
  void answerThatClaudeCodeMadeUp_isAFailedCallOfNoModel() {
    AgentSpan call =
        span("llm").with("mlflow.spanType", "LLM").with("model", "<synthetic>").normalised();

    assertThat(call.outcome().status()).isEqualTo(SpanStatus.ERROR);
    assertThat(call.outcome().errorType()).isEqualTo("no_answer");
    assertThat(call.modelCall().requestModel()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`\"x\"` | x",
        "`\"a \\\"b\\\"\"` | `a \"b\"`",
        "`\"a\" and \"b\"` | `\"a\" and \"b\"`",
        "`\"` | `\"`",
        "x | x"
      })
  void quotes_areTakenOffJsonAlone(String sent, String meant) {
    assertThat(mlflow("\"CHAT_MODEL\"").with("mlflow.llm.model", sent).normalised().modelCall())
        .extracting(AgentSpan.ModelCall::responseModel)
        .isEqualTo(meant);
  }

  @Test
  void streamedCallOfOpenAisAgents_hasItsCountsInTheAnswer() {
    AgentSpan call =
        mlflow("\"CHAT_MODEL\"")
            .with(
                "usage",
                "{\"input_tokens\":120,\"input_tokens_details\":{\"cached_tokens\":20},"
                    + "\"output_tokens\":30,\"output_tokens_details\":{\"reasoning_tokens\":10}}")
            .normalised();

    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, null, null, 10L));
  }

  @Test
  void detailsThatTokenUsageLeavesOut_areReadFromTheAnswer() {
    AgentSpan call =
        mlflow("\"LLM\"")
            .with("mlflow.chat.tokenUsage", "{\"input_tokens\": 120, \"output_tokens\": 30}")
            .with(
                "mlflow.spanOutputs",
                "{\"usage\":{\"prompt_tokens_details\":"
                    + "{\"cached_tokens\":20,\"cache_creation_tokens\":5},"
                    + "\"completion_tokens_details\":{\"reasoning_tokens\":10}}}")
            .with("response_cost", "0.001")
            .normalised();

    assertThat(call.modelCall().usage()).isEqualTo(new TokenUsage(120L, 30L, 20L, 5L, null, 10L));
    assertThat(call.modelCall().emitterCostPicoUsd()).isEqualTo(1_000_000_000L);
  }

  @Test
  void toolUnderTheConventionsNames_isNotNamedAfterAMethod() {
    AgentSpan tool =
        span("execute_tool FunctionTool.acall")
            .scope("mlflow.tracing.provider")
            .with("gen_ai.operation.name", "execute_tool")
            .with("gen_ai.tool.name", "FunctionTool.acall")
            .with("name", "\"get_weather\"")
            .normalised();

    assertThat(tool.toolUse().name()).isEqualTo("get_weather");
  }

  @Test
  void methodThatOnlyWritesThePrompt_isNoCall() {
    SpanFixture prepared =
        span("generate_content gpt-4o-mini")
            .scope("mlflow.tracing.provider")
            .with("gen_ai.operation.name", "generate_content")
            .with("gen_ai.request.model", "gpt-4o-mini");

    assertThat(prepared.normalised().meaning().kind()).isEqualTo(AgentSpanKind.CHAIN);
    assertThat(prepared.with("gen_ai.usage.input_tokens", 7).normalised().meaning().kind())
        .isEqualTo(AgentSpanKind.LLM);
  }

  @Test
  void toolsThatGooglesClientRuns_areToldByWhatTheModelIsGiven() {
    AgentSpan call =
        mlflow("\"LLM\"")
            .with("mlflow.message.format", "\"gemini\"")
            .with(
                "mlflow.spanInputs",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"hi\"}]},"
                    + "{\"role\":\"model\",\"parts\":["
                    + "{\"function_call\":{\"id\":null,\"name\":\"a\",\"args\":{}}},"
                    + "{\"function_call\":{\"id\":null,\"name\":\"b\",\"args\":{}}}]},"
                    + "{\"role\":\"user\",\"parts\":["
                    + "{\"function_response\":{\"id\":null,\"name\":\"a\",\"response\":"
                    + "{\"result\":\"fine\"}}},"
                    + "{\"function_response\":{\"id\":null,\"name\":\"b\",\"response\":"
                    + "{\"error\":\"down\"}}}]}]}")
            .normalised();

    assertThat(call.modelCall().answeredTools())
        .containsExactly(new AnsweredTool("", "a", false), new AnsweredTool("", "b", true));
  }
}
