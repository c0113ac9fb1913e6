// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpServerExpectContinueHandler;
import io.netty.handler.flow.FlowControlHandler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * An HTTP/1.1 server on the loopback address that hands whole exchanges to a service. Made for what
 * the JDK's own server cannot do: to break an answer off so that the client sees it.
 */
public final class HttpEndpoint {

  /** A statement may stand in the URL; ClickHouse's {@code http_max_uri_size} is as large. */
  private static final int MAX_URI_BYTES = 1 << 20;

  private static final int MAX_HEADER_BYTES = 64 * 1024;

  /** Of a body, read at once: rows come by the megabyte. */
  private static final int PIECE_BYTES = 256 * 1024;

  private static final int FIRST_READ_BYTES = 16 * 1024;
  private static final int LEAST_READ_BYTES = 2 * 1024;
  private static final int EVENT_LOOPS = 2;
  private static final long CLOSE_PATIENCE_MILLIS = 1000;

  private final EventLoopGroup loops =
      new MultiThreadIoEventLoopGroup(EVENT_LOOPS, NioIoHandler.newFactory());
  private final ExchangeService service;
  private final Channel channel;

  private HttpEndpoint(ExchangeService service, int port) throws IOException {
    this.service = service;
    this.channel = bind(port);
  }

  /**
   * Starts to answer.
   *
   * @param port to bind, 0 for a free one
   * @throws IOException when the port cannot be bound
   */
  public static HttpEndpoint start(int port, ExchangeService service) throws IOException {
    return new HttpEndpoint(service, port);
  }

  private Channel bind(int port) throws IOException {
    try {
      return new ServerBootstrap()
          .group(loops)
          .channel(NioServerSocketChannel.class)
          // Nothing is read that no exchange has asked for.
          .childOption(ChannelOption.AUTO_READ, false)
          .childOption(ChannelOption.TCP_NODELAY, true)
          .childOption(
              ChannelOption.RECVBUF_ALLOCATOR,
              new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, PIECE_BYTES))
          .childHandler(
              new ChannelInitializer<SocketChannel>() {
                @Override
                protected void initChannel(SocketChannel connection) {
                  connection.pipeline().addLast(new HttpServerCodec(decoding()));
                  connection.pipeline().addLast(new HttpServerExpectContinueHandler());
                  connection.pipeline().addLast(new FlowControlHandler());
                  connection.pipeline().addLast(new ExchangeHandler(service));
                }
              })
          .bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
          .syncUninterruptibly()
          .channel();
    } catch (Exception e) {
      // Netty throws the BindException unchecked and undeclared.
      stopLoops();
      throw new IOException("port " + port + " cannot be bound: " + e.getMessage(), e);
    }
  }

  private static HttpDecoderConfig decoding() {
    return new HttpDecoderConfig()
        .setMaxInitialLineLength(MAX_URI_BYTES)
        .setMaxHeaderSize(MAX_HEADER_BYTES)
        .setMaxChunkSize(PIECE_BYTES);
  }

  /** The port that is bound. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** Takes no further connection; those that are open stay so. */
  public void stopListening() {
    channel.close().awaitUninterruptibly(CLOSE_PATIENCE_MILLIS);
  }

  /** Returns when all that was answered before is written, as far as clients take it. */
  public void flush() {
    loops.forEach(loop -> loop.submit(() -> {}).awaitUninterruptibly(CLOSE_PATIENCE_MILLIS));
  }

  private void stopLoops() {
    // Not waited for: nothing depends on these threads any more.
    Future<?> unused = loops.shutdownGracefully(0, 0, TimeUnit.SECONDS);
  }
}
