import DOMPurify from 'dompurify';
import { Marked } from 'marked';
import { useMemo } from 'react';

const markdown = new Marked({
  gfm: true,
  breaks: true,
  renderer: {
    // HTML in a text is shown, not taken; a picture is its description, for none is loaded.
    html: ({ text }) => escaped(text),
    image: ({ text }) => escaped(text),
  },
});

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (character) => ENTITIES[character] as string);
}

/** What an agent may say in markdown: no picture, no frame, no form, no style, no script. */
const ALLOWED_TAGS = [
  ...['p', 'br', 'hr', 'h1', 'h2', 'h3', 'h4', 'h5', 'h6', 'ul', 'ol', 'li', 'blockquote'],
  ...['pre', 'code', 'em', 'strong', 'del', 'a', 'table', 'thead', 'tbody', 'tr', 'th', 'td'],
];

const purifier = DOMPurify(window);
purifier.addHook('afterSanitizeAttributes', (node) => {
  if (node.tagName === 'A') {
    node.setAttribute('rel', 'noopener noreferrer nofollow');
    node.setAttribute('target', '_blank');
  }
});

/** HTML of a text that a stranger wrote, of which nothing runs or loads. */
export function safeHtml(text: string): string {
  return purifier.sanitize(markdown.parse(text, { async: false }), {
    ALLOWED_TAGS,
    ALLOWED_ATTR: ['href'],
    ALLOWED_URI_REGEXP: /^https?:/i,
  });
}

/** A text as markdown. */
export function Markdown({ text }: { text: string }) {
  const html = useMemo(() => safeHtml(text), [text]);
  // Sanitised above, and the page's policy runs nothing.
  return <div className="markdown" dangerouslySetInnerHTML={{ __html: html }} />;
}
