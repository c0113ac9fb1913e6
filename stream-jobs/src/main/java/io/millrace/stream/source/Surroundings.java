// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import com.google.protobuf.InvalidProtocolBufferException;
import io.millrace.dialects.Normaliser;
import io.millrace.dialects.UnreadableSpanException;
import io.millrace.dialects.otlp.ContentHash;
import io.millrace.schemas.AgentSpan;
import io.millrace.schemas.MergeRank;
import io.millrace.schemas.ScopeGroup;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/** Resource and scope of a group; unreadable ones poison each of its spans. */
record Surroundings(
    Resource resource,
    InstrumentationScope scope,
    long rankBits,
    InvalidProtocolBufferException unreadable) {
  /** The bits of a rank that {@link MergeRank} takes from the hash of the span's bytes. */
  private static final int RANK_HASH_BITS = 44;

  /**
   * Those that came last, by their bytes: a process sends the same with every request, and the
   * spans of one request come in as many records as it has traces. Not thread-safe.
   */
  static final class Known {
    private static final int PLACES = 256;

    /** Larger ones are rare, and would hold much memory. */
    private static final int MAX_BYTES = 16 << 10;

    private final Map<Bytes, Surroundings> known =
        new LinkedHashMap<>(2 * PLACES, 0.75f, true) {
          private static final long serialVersionUID = 1L;

          @Override
          protected boolean removeEldestEntry(Map.Entry<Bytes, Surroundings> eldest) {
            return size() > PLACES;
          }
        };

    Surroundings of(ScopeGroup group) {
      byte[] resource = SpanIntake.bytes(group.getResource());
      byte[] scope = SpanIntake.bytes(group.getScope());
      if (resource.length + scope.length > MAX_BYTES) {
        return read(resource, scope);
      }
      Bytes key = new Bytes(resource, scope);
      return known.computeIfAbsent(key, unknown -> read(resource, scope));
    }

    /** Compared by what the arrays hold; of eight bytes a step, for every record asks. */
    private static final class Bytes {
      private final byte[] resource;
      private final byte[] scope;
      private final int hash;

      Bytes(byte[] resource, byte[] scope) {
        this.resource = resource;
        this.scope = scope;
        this.hash = Long.hashCode(31 * ContentHash.of(resource) + ContentHash.of(scope));
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Bytes bytes
            && Arrays.equals(resource, bytes.resource)
            && Arrays.equals(scope, bytes.scope);
      }

      @Override
      public int hashCode() {
        return hash;
      }
    }
  }

  private static Surroundings read(byte[] resource, byte[] scope) {
    try {
      return new Surroundings(
          Resource.parseFrom(resource),
          InstrumentationScope.parseFrom(scope),
          rankBits(resource, scope),
          null);
    } catch (InvalidProtocolBufferException e) {
      return new Surroundings(null, null, 0, e);
    }
  }

  private static long rankBits(byte[] resource, byte[] scope) {
    long hash = ContentHash.of(resource);
    hash = Long.rotateLeft(hash, 1) ^ ContentHash.of(scope);
    return hash >>> (Long.SIZE - RANK_HASH_BITS);
  }

  /**
   * The rank of a span that came in these surroundings. One span may come twice with equal bytes
   * and another resource (directly, and by a collector that adds to it): unless the ranks differ
   * the order of arrival would decide what is kept.
   */
  long rank(AgentSpan span) {
    return MergeRank.of(span) ^ rankBits;
  }

  AgentSpan normalise(Normaliser normaliser, byte[] bytes)
      throws InvalidProtocolBufferException, UnreadableSpanException {
    if (unreadable != null) {
      throw unreadable;
    }
    return normaliser.normalise(resource, scope, Span.parseFrom(bytes), bytes);
  }
}
