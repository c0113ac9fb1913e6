import { expect, it } from 'vitest';
import { mergeChats, pretty, readChat } from './chat.ts';

const ask = { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] };
const call = {
  role: 'assistant',
  parts: [{ type: 'tool_call', id: 'c1', name: 'get_weather', arguments: '{"city":"Paris"}' }],
};
const answer = {
  role: 'tool',
  parts: [{ type: 'tool_call_response', id: 'c1', response: 'rain', is_error: true }],
};

it('puts the answer of a tool to its call', () => {
  expect(readChat(JSON.stringify([ask, call, answer]))).toEqual([
    { role: 'user', parts: [{ type: 'text', content: 'Weather?' }] },
    {
      role: 'assistant',
      parts: [
        {
          type: 'tool_call',
          id: 'c1',
          name: 'get_weather',
          arguments: '{\n  "city": "Paris"\n}',
          answer: { text: 'rain', failed: true },
        },
      ],
    },
  ]);
});

it('tells what calls repeat only once', () => {
  const merged = mergeChats([JSON.stringify([ask, call]), JSON.stringify([ask, call, answer])]);
  expect(merged.map((message) => message.role)).toEqual(['user', 'assistant']);
});

it.each([
  '',
  'null',
  '{"a":1}',
  '[1,"x",null]',
  '[{"role":7}]',
  '[{"role":"user","parts":[3]}]',
  '[{',
])('takes %j for no chat', (json) => expect(readChat(json)).toEqual([]));

it('keeps an answer without its call, and parts that it does not know', () => {
  const chat = readChat(
    JSON.stringify([answer, { role: 'user', parts: [{ type: 'blob', mime: 'x' }] }]),
  );
  expect(chat.map((message) => message.parts[0]?.type)).toEqual(['tool_call_response', 'other']);
});

it('lays out JSON and leaves texts alone', () => {
  expect(pretty('[1]')).toBe('[\n  1\n]');
  expect(pretty('[not json')).toBe('[not json');
});
