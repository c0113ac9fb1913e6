// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.mlflow;

import com.linecorp.armeria.common.HttpHeaders;
import io.millrace.ingest.otlp.RequestTranslator;
import io.millrace.ingest.otlp.Signal;
import io.millrace.ingest.otlp.Tenant;
import io.millrace.ingest.receive.Receiver;
import io.millrace.ingest.receive.RefusalKind;
import io.millrace.ingest.receive.RefusedException;
import io.millrace.ingest.receive.TenantHeaders;
import io.millrace.schemas.WireEncoding;
import java.util.concurrent.CompletableFuture;

/**
 * Spans that come as the artifact traces.json: they go the way of those that come over OTLP, by the
 * same ids, so what comes by both ways is stored once.
 */
final class ArtifactOperations {
  private final Receiver receiver;

  ArtifactOperations(Receiver receiver) {
    this.receiver = receiver;
  }

  CompletableFuture<MlflowAnswer> put(MlflowRequest request) {
    byte[] spans = new ArtifactSpans(request.json()).otlpJson();
    request.reservation().grow(spans.length);
    return receiver
        .receive(
            new RequestTranslator.Export(
                Signal.TRACES,
                WireEncoding.JSON,
                spans,
                tenant(request),
                request.origin().received()),
            request.reservation())
        .thenApply(
            rejections -> {
              if (!rejections.isEmpty()) {
                throw new RefusedException(RefusalKind.INVALID, rejections.message());
              }
              return MlflowAnswer.empty();
            });
  }

  /** The experiment is in the path, as the answer to the trace info had it. */
  private static Tenant tenant(MlflowRequest request) {
    return TenantHeaders.read(
        HttpHeaders.of(
            TenantHeaders.WORKSPACE, request.workspace(),
            TenantHeaders.EXPERIMENT_ID, request.path().get("experiment_id")));
  }
}
