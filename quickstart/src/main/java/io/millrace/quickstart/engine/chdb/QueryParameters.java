// SPDX-License-Identifier: Apache-2.0
package io.millrace.quickstart.engine.chdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;

/**
 * Values of {@code {name:Type}} placeholders laid out as the four parallel arrays that the C
 * interface takes. The memory lives as long as this object.
 */
final class QueryParameters {

  private static final int WORD_BYTES = 8;

  private final int count;
  private final List<Memory> texts = new ArrayList<>();
  private final Memory names;
  private final Memory nameLengths;
  private final Memory values;
  private final Memory valueLengths;

  QueryParameters(Map<String, String> parameters) {
    this.count = parameters.size();
    long bytes = (long) Math.max(1, count) * WORD_BYTES;
    this.names = new Memory(bytes);
    this.nameLengths = new Memory(bytes);
    this.values = new Memory(bytes);
    this.valueLengths = new Memory(bytes);
    lay(parameters.keySet(), names, nameLengths);
    lay(parameters.values(), values, valueLengths);
  }

  private void lay(Collection<String> strings, Memory pointers, Memory lengths) {
    long offset = 0;
    for (String string : strings) {
      byte[] bytes = string.getBytes(UTF_8);
      Memory text = new Memory(bytes.length + 1L);
      text.write(0, bytes, 0, bytes.length);
      text.setByte(bytes.length, (byte) 0);
      texts.add(text);
      pointers.setPointer(offset, text);
      lengths.setLong(offset, bytes.length);
      offset += WORD_BYTES;
    }
  }

  Pointer names() {
    return names;
  }

  Pointer nameLengths() {
    return nameLengths;
  }

  Pointer values() {
    return values;
  }

  Pointer valueLengths() {
    return valueLengths;
  }

  long count() {
    return count;
  }
}
