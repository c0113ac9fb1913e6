// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.faults;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Optional;

/**
 * A request or an answer of HTTP/1.1 as it stood on the wire, whole in memory.
 *
 * @param head first line and headers, the empty line included
 * @param body as it came: chunks with their sizes
 */
record HttpMessage(String head, byte[] body) {
  private static final int MAX_LINE_BYTES = 1 << 20;

  /**
   * Reads one message.
   *
   * @return nothing where the connection was closed in good order before it
   * @throws IOException if it breaks off
   */
  static Optional<HttpMessage> read(InputStream in) throws IOException {
    String first = line(in);
    if (first.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder head = new StringBuilder(first);
    String header;
    do {
      header = line(in);
      head.append(header);
    } while (header.length() > 2);
    if (header.isEmpty()) {
      throw new EOFException("the head breaks off");
    }
    return Optional.of(new HttpMessage(head.toString(), body(in, head.toString())));
  }

  /** The first line, such as {@code POST /?query=… HTTP/1.1}. */
  String firstLine() {
    return head.substring(0, head.indexOf("\r\n"));
  }

  /** All of it as bytes. */
  byte[] bytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.writeBytes(head.getBytes(ISO_8859_1));
    bytes.writeBytes(body);
    return bytes.toByteArray();
  }

  private static byte[] body(InputStream in, String head) throws IOException {
    if (header(head, "transfer-encoding").equals("chunked")) {
      return chunks(in);
    }
    String length = header(head, "content-length");
    return length.isEmpty() ? new byte[0] : exactly(in, Integer.parseInt(length));
  }

  private static String header(String head, String name) {
    return head.lines()
        .filter(line -> line.toLowerCase(Locale.ROOT).startsWith(name + ":"))
        .map(line -> line.substring(name.length() + 1).strip())
        .findFirst()
        .orElse("");
  }

  private static byte[] chunks(InputStream in) throws IOException {
    ByteArrayOutputStream chunks = new ByteArrayOutputStream();
    int size;
    do {
      String line = line(in);
      chunks.writeBytes(line.getBytes(ISO_8859_1));
      size = Integer.parseInt(line.split("[;\r]", 2)[0], 16);
      chunks.writeBytes(exactly(in, size + 2));
    } while (size > 0);
    return chunks.toByteArray();
  }

  private static byte[] exactly(InputStream in, int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new EOFException("the body breaks off");
    }
    return bytes;
  }

  /** A line with its end; empty at the end of the stream. */
  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int next = in.read();
    while (next >= 0 && next != '\n' && line.size() < MAX_LINE_BYTES) {
      line.write(next);
      next = in.read();
    }
    if (next == '\n') {
      line.write(next);
    } else if (line.size() > 0) {
      throw new EOFException("a line breaks off");
    }
    return line.toString(ISO_8859_1);
  }
}
