// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.http;

import io.netty.handler.codec.http.HttpRequest;

/** One request and the answer to it. */
public record Exchange(HttpRequest head, RequestBody body, ResponseBody response) {}
