// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import io.netty.handler.codec.http.HttpRequest;
import java.util.concurrent.CompletableFuture;

/**
 * One request and the answer to it.
 *
 * @param clientGone completes, on the event loop, when the connection breaks before the answer ends
 */
public record Exchange(
    HttpRequest head, RequestBody body, ResponseBody response, CompletableFuture<Void> clientGone) {
  Exchange(HttpRequest head, RequestBody body, ResponseBody response) {
    this(head, body, response, new CompletableFuture<>());
  }
}
