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
    name: 'Google ADK, Strands, Pydantic AI, smolagents',
    also: [],
    note: 'Install the OTLP exporter of OpenTelemetry and switch the tracing of the framework on; the variables do the rest.',
  },
];
