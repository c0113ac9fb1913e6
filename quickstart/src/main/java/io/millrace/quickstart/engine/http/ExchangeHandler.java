// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import io.millrace.quickstart.engine.chdb.EngineException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns the messages of one connection into exchanges, one after another: nothing is read from the
 * connection unless the exchange asks for it, and the next request not before the last one is
 * answered and its body has come to its end.
 */
final class ExchangeHandler extends ChannelInboundHandlerAdapter {

  private static final Logger LOG = LoggerFactory.getLogger(ExchangeHandler.class);

  private final ExchangeService service;
  private final Queue<Object> early = new ArrayDeque<>();
  private Exchange current;

  ExchangeHandler(ExchangeService service) {
    this.service = service;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    context.read();
  }

  /** What comes before its turn waits for it: clients may send the next request early. */
  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (current != null && current.body().hasEnded()) {
      early.add(message);
    } else {
      take(context, message);
    }
  }

  private void take(ChannelHandlerContext context, Object message) {
    if (message instanceof HttpRequest request) {
      start(context, request);
    } else if (message instanceof HttpContent content && current != null) {
      boolean last = message instanceof LastHttpContent;
      if (content.decoderResult().isFailure()) {
        ReferenceCountUtil.release(message);
        current.body().fail(new IOException(content.decoderResult().cause()));
        return;
      }
      ByteBuf piece = content.content();
      current.body().offer(piece, last);
      if (last) {
        // One read ahead: without it nobody would notice that the client has gone.
        context.read();
      }
      nextIfDone(context);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void start(ChannelHandlerContext context, HttpRequest request) {
    boolean readable = request.decoderResult().isSuccess();
    boolean keepAlive = readable && HttpUtil.isKeepAlive(request);
    current =
        new Exchange(
            request, new RequestBody(context), new ResponseBody(context.channel(), keepAlive));
    Exchange exchange = current;
    if (!readable) {
      refuse(context, "the request is not readable: " + request.decoderResult().cause());
    } else if (!request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
      // HTTP/1.0 has no chunks: a client could not tell a part from the whole.
      refuse(context, "HTTP/1.1 is needed, not " + request.protocolVersion());
    } else {
      service.accept(exchange, () -> context.executor().execute(() -> answered(context, exchange)));
    }
  }

  private void refuse(ChannelHandlerContext context, String why) {
    current.response().fail(EngineException.of(ErrorStatus.BAD_ARGUMENTS, "BAD_ARGUMENTS", why));
    answered(context, current);
  }

  private void answered(ChannelHandlerContext context, Exchange exchange) {
    exchange.body().discard();
    nextIfDone(context);
  }

  private void nextIfDone(ChannelHandlerContext context) {
    if (current != null && current.response().hasEnded() && current.body().hasEnded()) {
      current = null;
      if (early.isEmpty()) {
        context.read();
      }
      while (!early.isEmpty() && (current == null || !current.body().hasEnded())) {
        take(context, early.remove());
      }
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (current != null) {
      current.body().fail(new IOException("connection closed"));
      current.clientGone().complete(null);
    }
    early.forEach(ReferenceCountUtil::release);
    early.clear();
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    LOG.debug("connection broke", cause);
    if (current != null) {
      current.body().fail(new IOException(cause));
    }
    ChannelFuture unused = context.close();
  }
}
