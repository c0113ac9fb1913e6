// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.millrace.stream.control.ControlWord;
import io.millrace.stream.sink.TableRow;
import io.millrace.stream.source.PartitionOffset;
import io.millrace.stream.source.ProgressMarker;
import io.millrace.stream.source.RawRecord;
import io.millrace.stream.state.HeldSpan;
import io.millrace.stream.state.MinuteCell;
import io.millrace.stream.state.MinuteTotal;
import io.millrace.stream.state.SpanArrival;
import io.millrace.stream.state.SpanFact;
import io.millrace.stream.state.TraceSummary;
import io.millrace.stream.state.TraceTexts;
import org.apache.avro.specific.SpecificRecordBase;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.formats.avro.typeutils.AvroSerializer;
import org.apache.flink.formats.avro.typeutils.AvroTypeInfo;
import org.apache.flink.types.PojoTestUtils;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Nothing that travels or is held falls to Kryo: its bytes could not be read by the next version.
 */
class ElementTypesTest {
  @ParameterizedTest
  @ValueSource(
      classes = {
        RawRecord.class,
        TableRow.class,
        ProgressMarker.class,
        PartitionOffset.class,
        ControlWord.class
      })
  void elements_arePojosWithoutKryo(Class<?> type) {
    PojoTestUtils.assertSerializedAsPojoWithoutKryo(type);
  }

  @ParameterizedTest
  @ValueSource(
      classes = {
        SpanArrival.class,
        SpanFact.class,
        HeldSpan.class,
        TraceTexts.class,
        TraceSummary.class,
        MinuteCell.class,
        MinuteTotal.class
      })
  <T extends SpecificRecordBase> void state_isAvro(Class<T> type) {
    assertThat(new AvroTypeInfo<>(type).createSerializer(new SerializerConfigImpl()))
        .isInstanceOf(AvroSerializer.class);
  }
}
