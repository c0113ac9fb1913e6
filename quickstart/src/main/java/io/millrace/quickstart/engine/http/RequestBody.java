// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;

/**
 * The body of one request, filled by the event loop and read by a worker. Its end is the end that
 * HTTP announced: where the connection breaks before it, reading throws, so that a body cut short
 * is never taken for a whole one. At most {@link #QUEUE_BYTES} wait here; then TCP pushes back.
 */
public final class RequestBody extends InputStream {

  private static final int QUEUE_BYTES = 512 * 1024;

  /** To wake a worker for every piece that comes costs as much as to take the piece. */
  private static final int WORTH_WAKING_BYTES = 128 * 1024;

  /** ClickHouse's {@code http_receive_timeout} is 30 s; a stuck job may pause for longer. */
  private static final Duration TIMEOUT = Duration.ofMinutes(5);

  private final ChannelHandlerContext context;
  private final ArrayDeque<ByteBuf> queue = new ArrayDeque<>();
  private int queuedBytes;
  private boolean readAsked;
  private boolean ended;
  private boolean discarding;
  private IOException failure;

  RequestBody(ChannelHandlerContext context) {
    this.context = context;
  }

  /** Event loop: takes over a piece. */
  synchronized void offer(ByteBuf piece, boolean last) {
    readAsked = false;
    ended |= last;
    if (discarding || !piece.isReadable()) {
      piece.release();
    } else {
      queue.add(piece);
      queuedBytes += piece.readableBytes();
    }
    if (!ended && queuedBytes < QUEUE_BYTES) {
      askForMore();
    }
    if (isWorthWaking()) {
      notifyAll();
    }
  }

  private boolean isWorthWaking() {
    return ended || queuedBytes >= WORTH_WAKING_BYTES;
  }

  /** Event loop: the connection broke. */
  synchronized void fail(IOException cause) {
    if (!ended) {
      failure = cause;
      notifyAll();
    }
  }

  /** Throws away what has come and what comes. */
  synchronized void discard() {
    discarding = true;
    queue.forEach(ByteBuf::release);
    queue.clear();
    queuedBytes = 0;
    if (!ended && failure == null) {
      askForMore();
    }
  }

  synchronized boolean hasEnded() {
    return ended;
  }

  private void askForMore() {
    if (!readAsked) {
      readAsked = true;
      context.read();
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
  }

  @Override
  public synchronized int read(byte[] bytes, int offset, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    awaitPiece();
    ByteBuf piece = queue.peek();
    if (piece == null) {
      return -1;
    }
    int count = Math.min(length, piece.readableBytes());
    piece.readBytes(bytes, offset, count);
    taken(piece, count);
    return count;
  }

  /**
   * Reads until a buffer is full or the body has ended.
   *
   * @throws IOException as {@link #read} does
   */
  public synchronized void readInto(ByteBuf target) throws IOException {
    while (target.isWritable()) {
      awaitPiece();
      ByteBuf piece = queue.peek();
      if (piece == null) {
        return;
      }
      int count = Math.min(target.writableBytes(), piece.readableBytes());
      target.writeBytes(piece, count);
      taken(piece, count);
    }
  }

  private void taken(ByteBuf piece, int count) {
    queuedBytes -= count;
    if (!piece.isReadable()) {
      queue.remove().release();
    }
  }

  /** Once woken the worker takes all that is here, then waits for enough to be worth it again. */
  private void awaitPiece() throws IOException {
    long deadline = System.nanoTime() + TIMEOUT.toNanos();
    while (queue.isEmpty() && !ended) {
      if (failure != null) {
        EOFException cut = new EOFException("the request ended before its body did");
        cut.initCause(failure);
        throw cut;
      }
      askForMore();
      long leftMillis = (deadline - System.nanoTime()) / 1_000_000;
      if (leftMillis <= 0) {
        throw new SocketTimeoutException("no data of the request for " + TIMEOUT);
      }
      try {
        wait(leftMillis);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException("the engine is stopping");
      }
    }
  }
}
