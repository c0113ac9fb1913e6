// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.linecorp.armeria.common.MediaType;
import io.millrace.schemas.WireEncoding;

/** The two content types of OTLP/HTTP. The content type alone decides, whatever the path says. */
enum BodyFormat {
  PROTOBUF("application/x-protobuf", WireEncoding.PROTOBUF),
  JSON("application/json", WireEncoding.JSON);

  private final String mediaType;
  private final WireEncoding encoding;

  BodyFormat(String mediaType, WireEncoding encoding) {
    this.mediaType = mediaType;
    this.encoding = encoding;
  }

  /** The format of a content type, parameters aside; null = none of OTLP's. */
  static BodyFormat of(MediaType contentType) {
    if (contentType == null) {
      return null;
    }
    for (BodyFormat format : values()) {
      if (contentType.withoutParameters().toString().equals(format.mediaType)) {
        return format;
      }
    }
    return null;
  }

  String mediaType() {
    return mediaType;
  }

  WireEncoding encoding() {
    return encoding;
  }
}
