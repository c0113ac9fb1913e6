/** Messages in the shape of OTel's gen_ai.input.messages, as `span_content` holds them. */

export interface TextPart {
  type: 'text' | 'reasoning';
  content: string;
}

export interface ToolCall {
  type: 'tool_call';
  id: string;
  name: string;
  arguments: string;
  /** What came back, where it is told in the same chat. */
  answer?: { text: string; failed: boolean };
}

/** An answer whose call is not in the chat. */
export interface ToolAnswer {
  type: 'tool_call_response';
  name: string;
  text: string;
  failed: boolean;
}

/** Anything else, as JSON. */
export interface OtherPart {
  type: 'other';
  json: string;
}

export type Part = TextPart | ToolCall | ToolAnswer | OtherPart;

export interface Message {
  role: string;
  parts: Part[];
}

interface Given {
  type?: unknown;
  content?: unknown;
  id?: unknown;
  name?: unknown;
  arguments?: unknown;
  response?: unknown;
  is_error?: unknown;
}

/** Reads a chat; answers of tools go to the calls that they answer. What is no chat is empty. */
export function readChat(json: string): Message[] {
  return paired(given(json));
}

/**
 * The chat of several calls as one: each call repeats what was said before it, and only what is new
 * is told.
 */
export function mergeChats(jsons: readonly string[]): Message[] {
  const told = new Set<string>();
  const all: GivenMessage[] = [];
  for (const json of jsons) {
    for (const message of given(json)) {
      const key = JSON.stringify([message.role, message.parts]);
      if (!told.has(key)) {
        told.add(key);
        all.push(message);
      }
    }
  }
  return paired(all);
}

interface GivenMessage {
  role: string;
  parts: Given[];
}

function given(json: string): GivenMessage[] {
  if (!json) {
    return [];
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(json);
  } catch {
    // Whoever wrote it cut it off; input and output are shown beside the chat.
    return [];
  }
  return (Array.isArray(parsed) ? parsed : []).filter(isObject).map((message) => ({
    role: text(message.role) || 'unknown',
    parts: (Array.isArray(message.parts) ? message.parts : []).filter(isObject) as Given[],
  }));
}

function paired(messages: readonly GivenMessage[]): Message[] {
  const calls = new Map<string, ToolCall>();
  const read: Message[] = [];
  for (const message of messages) {
    const parts: Part[] = [];
    for (const one of message.parts) {
      const part = readPart(one);
      if (part.type === 'tool_call' && part.id) {
        calls.set(part.id, part);
      }
      const call = part.type === 'tool_call_response' ? calls.get(text(one.id)) : undefined;
      if (call && part.type === 'tool_call_response') {
        call.answer = { text: part.text, failed: part.failed };
      } else {
        parts.push(part);
      }
    }
    if (parts.length > 0) {
      read.push({ role: message.role, parts });
    }
  }
  return read;
}

function readPart(part: Given): Part {
  switch (part.type) {
    case 'text':
    case 'reasoning':
      return { type: part.type, content: text(part.content) };
    case 'tool_call':
      return {
        type: 'tool_call',
        id: text(part.id),
        name: text(part.name),
        arguments: pretty(part.arguments),
      };
    case 'tool_call_response':
      return {
        type: 'tool_call_response',
        name: text(part.name),
        text: pretty(part.response),
        failed: part.is_error === true,
      };
    default:
      return { type: 'other', json: JSON.stringify(part, null, 2) };
  }
}

/** JSON laid out for reading, also where it is a text with JSON in it; other texts as they are. */
export function pretty(value: unknown): string {
  if (value === undefined || value === null) {
    return '';
  }
  if (typeof value !== 'string') {
    return JSON.stringify(value, null, 2);
  }
  if (!/^\s*[[{]/.test(value)) {
    return value;
  }
  try {
    return JSON.stringify(JSON.parse(value), null, 2);
  } catch {
    return value;
  }
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
