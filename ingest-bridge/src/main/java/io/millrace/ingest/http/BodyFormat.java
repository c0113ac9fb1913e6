// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.linecorp.armeria.common.MediaType;
import io.millrace.schemas.WireEncoding;

/** The two content types of OTLP/HTTP. The content type alone decides, whatever the path says. */
enum BodyFormat {
  PROTOBUF(MediaType.create("application", "x-protobuf"), WireEncoding.PROTOBUF),
  JSON(MediaType.create("application", "json"), WireEncoding.JSON);

  private final MediaType mediaType;
  private final WireEncoding encoding;

  BodyFormat(MediaType mediaType, WireEncoding encoding) {
    this.mediaType = mediaType;
    this.encoding = encoding;
  }

  /** The format of a content type, parameters aside; null = none of OTLP's. */
  static BodyFormat of(MediaType contentType) {
    if (contentType == null) {
      return null;
    }
    for (BodyFormat format : values()) {
      if (contentType.withoutParameters().is(format.mediaType)) {
        return format;
      }
    }
    return null;
  }

  MediaType mediaType() {
    return mediaType;
  }

  WireEncoding encoding() {
    return encoding;
  }
}
