/** What an agent needs beside the three variables of every OpenTelemetry exporter. */
export interface AgentSetup {
  name: string;
  also: string[];
  note?: string;
}

/** In the order in which people look for them. */
export const AGENTS: AgentSetup[] = [
  {
    name: 'Any OpenTelemetry SDK',
    also: [],
    note: 'gRPC works too: port 4317 and the protocol grpc.',
  },
  {
    name: 'OpenHands',
    also: ['export OTEL_EXPORTER_OTLP_TRACES_ENDPOINT=$OTEL_EXPORTER_OTLP_ENDPOINT/v1/traces'],
  },
  {
    name: 'Claude Code',
    also: [
      'export CLAUDE_CODE_ENABLE_TELEMETRY=1',
      'export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1',
      'export OTEL_TRACES_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp',
    ],
    note: 'Without the last two, Claude Code sends no spans.',
  },
  {
    name: 'Codex',
    also: [],
    note: 'Codex reads its own file: an [otel] table with an otlp-http trace exporter and this endpoint in ~/.codex/config.toml.',
  },
  {
    name: 'Gemini CLI',
    also: [
      'export GEMINI_TELEMETRY_ENABLED=true GEMINI_TELEMETRY_TRACES_ENABLED=true GEMINI_TELEMETRY_TARGET=local',
      'export GEMINI_TELEMETRY_OTLP_ENDPOINT=$OTEL_EXPORTER_OTLP_ENDPOINT GEMINI_TELEMETRY_OTLP_PROTOCOL=http',
    ],
  },
  {
    name: 'OpenCode',
    also: [],
    note: 'In opencode.json: "experimental": {"openTelemetry": true}.',
  },
  {
    name: 'Claude Agent SDK',
    also: [
      'export CLAUDE_CODE_ENABLE_TELEMETRY=1',
      'export CLAUDE_CODE_ENHANCED_TELEMETRY_BETA=1',
      'export OTEL_TRACES_EXPORTER=otlp OTEL_LOGS_EXPORTER=otlp',
    ],
    note: 'It runs Claude Code, which reads the variables of its process: pass them on where you set env.',
  },
  {
    name: 'MLflow',
    also: ['export MLFLOW_TRACKING_URI=$OTEL_EXPORTER_OTLP_ENDPOINT'],
    note: 'MLflow’s own client, 3.4 or newer: that last variable alone is enough, its autologging included.',
  },
  {
    name: 'LangChain, LangGraph, OpenAI Agents, smolagents (OpenInference)',
    also: [],
    note: 'Install openinference-instrumentation-… of the framework and an OTLP exporter, and call instrument() at the start.',
  },
  {
    name: 'OpenLLMetry (Traceloop)',
    also: ['export TRACELOOP_BASE_URL=$OTEL_EXPORTER_OTLP_ENDPOINT'],
    note: 'Then Traceloop.init() at the start of the program.',
  },
  {
    name: 'Langfuse',
    also: ['export LANGFUSE_BASE_URL=$OTEL_EXPORTER_OTLP_ENDPOINT'],
    note: 'Traces only. Its SDK wants keys too: any text does.',
  },
  {
    name: 'LiteLLM',
    also: [],
    note: 'Set litellm.callbacks = ["otel"], in the proxy callbacks: ["otel"] under litellm_settings.',
  },
  {
    name: 'Google ADK',
    also: [],
    note: 'Install the OTLP exporter of OpenTelemetry. Prompts and answers come with OTEL_INSTRUMENTATION_GENAI_CAPTURE_MESSAGE_CONTENT=SPAN_AND_EVENT.',
  },
  {
    name: 'Strands',
    also: [],
    note: 'Install strands-agents[otel] and call StrandsTelemetry().setup_otlp_exporter() at the start.',
  },
  {
    name: 'Pydantic AI',
    also: [],
    note: 'Set up an OTLP exporter of OpenTelemetry, then Agent.instrument_all(True).',
  },
  {
    name: 'Vercel AI SDK',
    also: [],
    note: 'Register OpenTelemetry’s Node SDK, and pass experimental_telemetry: { isEnabled: true } to each call.',
  },
  {
    name: 'Mastra',
    also: [],
    note: 'Add @mastra/otel-exporter to the observability of the Mastra object, with this endpoint.',
  },
];
