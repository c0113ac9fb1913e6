// SPDX-License-Identifier: Apache-2.0
package io.millrace.ingest.http;

import com.linecorp.armeria.common.MediaType;
import io.millrace.schemas.WireEncoding;
import java.util.Map;

/**
 * The two content types of OTLP/HTTP, with other names that clients have for them. The content type
 * alone decides, whatever the path or the exporter's name says.
 */
enum BodyFormat {
  PROTOBUF(WireEncoding.PROTOBUF, "application/x-protobuf"),
  JSON(WireEncoding.JSON, "application/json");

  private static final Map<String, BodyFormat> BY_MEDIA_TYPE =
      Map.of(
          PROTOBUF.mediaType,
          PROTOBUF,
          "application/protobuf",
          PROTOBUF,
          "application/vnd.google.protobuf",
          PROTOBUF,
          JSON.mediaType,
          JSON,
          "text/json",
          JSON);

  private final WireEncoding encoding;
  private final String mediaType;

  BodyFormat(WireEncoding encoding, String mediaType) {
    this.encoding = encoding;
    this.mediaType = mediaType;
  }

  /** The format of a content type, parameters aside; null = none of OTLP's. */
  static BodyFormat of(MediaType contentType) {
    return contentType == null
        ? null
        : BY_MEDIA_TYPE.get(contentType.withoutParameters().toString());
  }

  /** The format to answer in: the request's or, where it has none, JSON, which anyone can read. */
  static BodyFormat ofReply(MediaType contentType) {
    BodyFormat format = of(contentType);
    return format == null ? JSON : format;
  }

  /** OTLP's own name of it. */
  String mediaType() {
    return mediaType;
  }

  WireEncoding encoding() {
    return encoding;
  }
}
