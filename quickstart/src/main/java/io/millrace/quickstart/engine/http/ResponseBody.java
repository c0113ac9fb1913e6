// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.millrace.quickstart.engine.chdb.EngineException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.Arrays;

/**
 * The answer to one request. Its head is held back until the first {@link #HOLD_BACK_BYTES} are
 * there or all is, so that an error up to then has its own status. An error after that breaks the
 * connection: the last chunk is written by {@link #end()} alone, and a client can never take a part
 * for the whole.
 */
public final class ResponseBody extends OutputStream {

  /** Default of the {@code buffer_size} of ClickHouse's own interface. */
  private static final int HOLD_BACK_BYTES = 1 << 20;

  private static final int FIRST_BUFFER_BYTES = 8 * 1024;
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final Channel channel;
  private final boolean keepAlive;
  private final HttpHeaders headers = new DefaultHttpHeaders();
  private byte[] buffer = new byte[FIRST_BUFFER_BYTES];
  private int length;
  private boolean committed;
  private boolean complete;
  private volatile boolean ended;
  private ChannelFuture lastWrite;

  ResponseBody(Channel channel, boolean keepAlive) {
    this.channel = channel;
    this.keepAlive = keepAlive;
  }

  /** Headers to send; without effect once the head has gone. */
  public HttpHeaders headers() {
    return headers;
  }

  boolean hasEnded() {
    return ended;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int from = offset;
    while (from < offset + count) {
      int part = Math.min(offset + count - from, HOLD_BACK_BYTES - length);
      if (length + part > buffer.length) {
        int doubled = Math.max(buffer.length * 2, length + part);
        buffer = Arrays.copyOf(buffer, Math.min(HOLD_BACK_BYTES, doubled));
      }
      System.arraycopy(bytes, from, buffer, length, part);
      length += part;
      from += part;
      if (length == HOLD_BACK_BYTES) {
        writeChunk();
      }
    }
  }

  private void writeChunk() throws IOException {
    if (!committed) {
      committed = true;
      HttpResponse head = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
      head.headers().set(headers).set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
      HttpUtil.setKeepAlive(head, keepAlive);
      // Where it fails, so does the chunk behind it.
      ChannelFuture unused = channel.write(head);
    }
    awaitWrite();
    lastWrite =
        channel.writeAndFlush(new DefaultHttpContent(Unpooled.wrappedBuffer(buffer, 0, length)));
    buffer = new byte[HOLD_BACK_BYTES];
    length = 0;
  }

  /** One write is under way at a time: a slow client slows the query down. */
  private void awaitWrite() throws IOException {
    if (lastWrite == null) {
      return;
    }
    if (!lastWrite.awaitUninterruptibly(TIMEOUT.toMillis())) {
      throw new IOException("the client takes no data for " + TIMEOUT);
    }
    if (!lastWrite.isSuccess()) {
      throw new IOException("the client has gone", lastWrite.cause());
    }
  }

  /** Says that all is written. What is told to a client only now waits for {@link #end()}. */
  @Override
  public void close() {
    complete = true;
  }

  /**
   * Ends a good answer: when nothing of its statement is in use any more, for its client may ask
   * the next one at once.
   *
   * @throws IllegalStateException if not all of it is written
   */
  public void end() throws IOException {
    if (ended) {
      return;
    }
    if (!complete) {
      throw new IllegalStateException("the statement was not answered");
    }
    if (!committed) {
      whole(HttpResponseStatus.OK, Unpooled.wrappedBuffer(buffer, 0, length));
      return;
    }
    if (length > 0) {
      writeChunk();
    }
    awaitWrite();
    ended = true;
    lastWrite = channel.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
    closeUnlessKeptAlive();
  }

  /** Ends in an error: with its status where nothing has gone yet, else by breaking off. */
  public void fail(EngineException error) {
    if (ended) {
      return;
    }
    if (committed) {
      abort();
      return;
    }
    headers.remove(HttpHeaderNames.CONTENT_ENCODING);
    headers.set("X-ClickHouse-Exception-Code", error.code());
    headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
    if (error.code() == ErrorStatus.REQUIRED_PASSWORD) {
      headers.set(HttpHeaderNames.WWW_AUTHENTICATE, "Basic realm=\"ClickHouse\"");
    }
    whole(
        ErrorStatus.of(error.code()),
        Unpooled.copiedBuffer(error.getMessage() + System.lineSeparator(), UTF_8));
  }

  /** Answers with a short text. */
  public void text(HttpResponseStatus status, String text) {
    headers.set(HttpHeaderNames.CONTENT_TYPE, "text/plain; charset=UTF-8");
    whole(status, Unpooled.copiedBuffer(text, UTF_8));
  }

  /** Breaks the connection. */
  void abort() {
    ended = true;
    closeConnection();
  }

  private void closeConnection() {
    ChannelFuture unused = channel.close();
  }

  private void whole(HttpResponseStatus status, ByteBuf content) {
    committed = true;
    ended = true;
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, content);
    response.headers().set(headers).set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
    HttpUtil.setKeepAlive(response, keepAlive);
    lastWrite = channel.writeAndFlush(response);
    closeUnlessKeptAlive();
  }

  private void closeUnlessKeptAlive() {
    if (!keepAlive) {
      lastWrite = lastWrite.addListener(write -> closeConnection());
    }
  }
}
