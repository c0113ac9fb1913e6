// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.function.Function;

/** Reads days and times of day from ISO 8601 texts, without another dependency. */
final class TimeTexts extends SimpleModule {
  private static final long serialVersionUID = 1L;

  private static final class Reader<T> extends StdScalarDeserializer<T> {
    private static final long serialVersionUID = 1L;
    private final transient Function<CharSequence, T> parse;

    Reader(Class<T> type, Function<CharSequence, T> parse) {
      super(type);
      this.parse = parse;
    }

    @Override
    public T deserialize(JsonParser parser, DeserializationContext context) throws IOException {
      return parse.apply(parser.getText());
    }
  }

  TimeTexts() {
    addDeserializer(LocalDate.class, new Reader<>(LocalDate.class, LocalDate::parse));
    addDeserializer(LocalTime.class, new Reader<>(LocalTime.class, LocalTime::parse));
  }
}
