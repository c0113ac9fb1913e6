// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.receive;

import com.linecorp.armeria.common.HttpData;
import com.linecorp.armeria.common.HttpObject;
import com.linecorp.armeria.common.HttpRequest;
import com.linecorp.armeria.server.ServiceRequestContext;
import java.io.ByteArrayOutputStream;
import java.util.concurrent.CompletableFuture;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;

/**
 * Collects a body and counts each chunk as it comes in, against its limit and the memory that is
 * left, so that an unannounced flood is stopped early. (Armeria's own aggregation, after {@code
 * peekData}, shows the chunks only when all have come.)
 */
public final class BodyCollector implements Subscriber<HttpObject> {
  private final long maxBytes;
  private final Admission.Reservation reservation;
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();
  private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
  private Subscription chunks;

  private BodyCollector(long maxBytes, Admission.Reservation reservation) {
    this.maxBytes = maxBytes;
    this.reservation = reservation;
  }

  /**
   * A request's body, as it was sent. Fails with a {@link RefusedException} as soon as it is larger
   * than this or than what memory is left, and when the request is cancelled, its time-out
   * included.
   */
  public static CompletableFuture<byte[]> collect(
      ServiceRequestContext context,
      HttpRequest request,
      long maxBytes,
      Admission.Reservation reservation) {
    BodyCollector collector = new BodyCollector(maxBytes, reservation);
    CompletableFuture<Void> unused =
        context.whenRequestCancelling().thenAccept(collector.whole::completeExceptionally);
    request.subscribe(collector);
    return collector.whole;
  }

  @Override
  public void onSubscribe(Subscription subscription) {
    chunks = subscription;
    chunks.request(Long.MAX_VALUE);
  }

  @Override
  public void onNext(HttpObject object) {
    if (!(object instanceof HttpData chunk) || whole.isDone()) {
      return;
    }
    try {
      if (body.size() + (long) chunk.length() > maxBytes) {
        throw new RefusedException(
            RefusalKind.TOO_LARGE, "the body is larger than " + maxBytes + " bytes");
      }
      reservation.grow(chunk.length());
    } catch (RefusedException e) {
      whole.completeExceptionally(e);
      chunks.cancel();
      return;
    }
    body.writeBytes(chunk.array());
  }

  @Override
  public void onError(Throwable cause) {
    whole.completeExceptionally(cause);
  }

  @Override
  public void onComplete() {
    whole.complete(body.toByteArray());
  }
}
