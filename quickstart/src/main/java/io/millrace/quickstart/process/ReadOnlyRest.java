// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.flink.configuration.ConfigOption;
import org.apache.flink.configuration.ConfigOptions;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.runtime.io.network.netty.InboundChannelHandlerFactory;
import org.apache.flink.shaded.netty4.io.netty.buffer.Unpooled;
import org.apache.flink.shaded.netty4.io.netty.channel.Channel;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFuture;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelFutureListener;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandler;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelHandlerContext;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInboundHandlerAdapter;
import org.apache.flink.shaded.netty4.io.netty.channel.ChannelInitializer;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.DefaultFullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.FullHttpResponse;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpHeaderNames;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpMethod;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpRequest;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpResponseStatus;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpServerCodec;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.HttpVersion;
import org.apache.flink.shaded.netty4.io.netty.handler.codec.http.QueryStringDecoder;
import org.apache.flink.shaded.netty4.io.netty.util.ReferenceCountUtil;

/**
 * Leaves of Flink's REST interface (2.3) what reads. {@code web.submit.enable} and {@code
 * web.cancel.enable} only take away jar uploads and a button of the page: a serialised job, which
 * is code, would still be taken by {@code POST /jobs}, and a job cancelled by {@code PATCH} and
 * {@code GET …/yarn-cancel}, by any user of the machine. Found by Flink through META-INF/services,
 * switched on by {@link #ENABLED}.
 */
public final class ReadOnlyRest implements InboundChannelHandlerFactory {
  static final ConfigOption<Boolean> ENABLED =
      ConfigOptions.key("millrace.rest.read-only")
          .booleanType()
          .defaultValue(false)
          .withDescription("Whether REST requests that change something are refused.");

  private static final Set<HttpMethod> READING =
      Set.of(HttpMethod.GET, HttpMethod.HEAD, HttpMethod.OPTIONS);

  /** What changes something by GET, for a proxy that knows no other method. */
  private static final Set<String> CHANGING_BY_GET = Set.of("yarn-cancel", "yarn-stop");

  @Override
  public int priority() {
    return 0;
  }

  @Override
  public Optional<ChannelHandler> createHandler(
      Configuration configuration, Map<String, String> responseHeaders) {
    return configuration.get(ENABLED) ? Optional.of(new Installer()) : Optional.empty();
  }

  /** Puts the refusal before Flink's handler of uploads, which would store files first. */
  private static final class Installer extends ChannelInitializer<Channel> {
    @Override
    protected void initChannel(Channel channel) {
      String codec = channel.pipeline().context(HttpServerCodec.class).name();
      channel.pipeline().addAfter(codec, "read-only", new Refusal());
    }
  }

  static boolean reads(HttpMethod method, String uri) {
    return READING.contains(method)
        && Arrays.stream(path(uri).split("/")).noneMatch(CHANGING_BY_GET::contains);
  }

  /** Decoded as Flink's router does it, so that nothing is one thing here and another there. */
  private static String path(String uri) {
    return new QueryStringDecoder(uri).path();
  }

  private static final class Refusal extends ChannelInboundHandlerAdapter {
    private static final byte[] REASON =
        "{\"errors\":[\"This Flink runs inside Millrace: its REST interface only reads.\"]}"
            .getBytes(UTF_8);

    private boolean refused;

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
      if (!refused
          && message instanceof HttpRequest request
          && !reads(request.method(), request.uri())) {
        refused = true;
        ChannelFuture unused =
            context.writeAndFlush(answer()).addListener(ChannelFutureListener.CLOSE);
      }
      if (refused) {
        ReferenceCountUtil.release(message);
      } else {
        context.fireChannelRead(message);
      }
    }

    private static FullHttpResponse answer() {
      FullHttpResponse answer =
          new DefaultFullHttpResponse(
              HttpVersion.HTTP_1_1,
              HttpResponseStatus.METHOD_NOT_ALLOWED,
              Unpooled.wrappedBuffer(REASON));
      answer
          .headers()
          .set(HttpHeaderNames.ALLOW, "GET, HEAD, OPTIONS")
          .set(HttpHeaderNames.CONNECTION, "close")
          .set(HttpHeaderNames.CONTENT_TYPE, "application/json")
          .set(HttpHeaderNames.CONTENT_LENGTH, REASON.length);
      return answer;
    }
  }
}
