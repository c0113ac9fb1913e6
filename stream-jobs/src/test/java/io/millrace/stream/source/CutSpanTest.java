// SPDX-License-Identifier: Apache-2.0
package io.millrace.stream.source;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.millrace.dialects.Normaliser;
import io.opentelemetry.proto.common.v1.AnyValue;
import io.opentelemetry.proto.common.v1.ArrayValue;
import io.opentelemetry.proto.common.v1.InstrumentationScope;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.resource.v1.Resource;
import io.opentelemetry.proto.trace.v1.Span;
import io.opentelemetry.proto.trace.v1.Status;
import java.io.ByteArrayOutputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CutSpanTest {
  private static final Normaliser NORMALISER = Normaliser.bundled();
  private static final ByteString ID = ByteString.copyFromUtf8("0123456789abcdef");
  private static final List<String> LETTERS =
      List.of("a", "b", "7", "\"", "é", "東", "\uFF5E", "🏔");
  private static final String PROMPT = "what is the weather in Zürich, 東京 and 🏔?";

  @Test
  void whatTheAttributesSay_isCutOut_andCanBePutBack() {
    byte[] span = span(attribute("llm.input", PROMPT), attribute("model", "gpt-4o-mini"));
    Map<String, String> attributes = Map.of("llm.input", PROMPT, "model", "gpt-4o-mini");

    CutSpan cut = CutSpan.of(span, attributes);

    int texts = ("llm.input" + PROMPT + "model" + "gpt-4o-mini").getBytes(UTF_8).length;
    assertThat(cut.rest()).hasSize(span.length - texts);
    assertThat(cut.cuts()).hasSize(4).doesNotContain(0);
    assertThat(putBack(cut, attributes)).isEqualTo(span);
  }

  @Test
  void aValueThatIsNoText_stays_withoutItsKey() {
    KeyValue count =
        KeyValue.newBuilder()
            .setKey("tokens")
            .setValue(AnyValue.newBuilder().setIntValue(7))
            .build();
    byte[] span = span(count);

    CutSpan cut = CutSpan.of(span, Map.of("tokens", "7"));

    assertThat(cut.cuts()[0]).isPositive();
    assertThat(cut.cuts()[1]).isZero();
    assertThat(putBack(cut, Map.of("tokens", "7"))).isEqualTo(span);
  }

  @Test
  void aTextThatTheRowHasInOtherWords_stays() {
    byte[] span = span(attribute("a", "\"quoted\""), attribute("b", "said"));
    Map<String, String> attributes = Map.of("a", "quoted", "b", "said");

    CutSpan cut = CutSpan.of(span, attributes);

    assertThat(new String(cut.rest(), UTF_8)).contains("\"quoted\"").doesNotContain("said");
    assertThat(putBack(cut, attributes)).isEqualTo(span);
  }

  @Test
  void ofAKeyThatComesTwice_eachTextIsKept() {
    byte[] span = span(attribute("a", "first"), attribute("a", "last"), attribute("a", "last"));
    Map<String, String> attributes = Map.of("a", "last");

    assertThat(putBack(CutSpan.of(span, attributes), attributes)).isEqualTo(span);
  }

  @Test
  void ofAnEmptyKeyThatComesTwice_oneTextIsCutOut() {
    byte[] span = emptyKeyed("said").concat(emptyKeyed("said")).toByteArray();

    CutSpan cut = CutSpan.of(span, Map.of("", "said"));

    assertThat(cut.rest()).hasSize(span.length - "said".length());
    assertThat(putBack(cut, Map.of("", "said"))).isEqualTo(span);
  }

  /** Most encoders leave the tag of an empty key out. */
  private static ByteString emptyKeyed(String text) {
    ByteString value = field(AnyValue.STRING_VALUE_FIELD_NUMBER, text);
    ByteString keyValue =
        field(KeyValue.KEY_FIELD_NUMBER, "").concat(field(KeyValue.VALUE_FIELD_NUMBER, value));
    return field(Span.ATTRIBUTES_FIELD_NUMBER, keyValue);
  }

  @Test
  void keysThatSortOtherwiseAsBytes_leaveTheSpanWhole() {
    // U+FF5E sorts before U+1F3D4 as bytes of UTF-8 and behind it as chars
    byte[] span = span(attribute("\uFF5E", "tilde"), attribute("🏔", "mountain"));

    CutSpan cut = CutSpan.of(span, Map.of("\uFF5E", "tilde", "🏔", "mountain"));

    assertThat(cut.rest()).isEqualTo(span);
    assertThat(cut.cuts()).isEmpty();
  }

  @Test
  void whatBeginsFartherBehindThanAPlaceCanSay_stays() {
    Span long64k =
        Span.newBuilder()
            .setName("n".repeat(70_000))
            .addAttributes(attribute("a", "behind"))
            .build();
    byte[] span = long64k.toByteArray();

    CutSpan cut = CutSpan.of(span, Map.of("a", "behind"));

    assertThat(cut.rest()).isEqualTo(span);
    assertThat(cut.cuts()).isEmpty();
  }

  @Test
  void manyLargeTexts_takePlacesOfWhatIsLeftOnly() {
    Span.Builder span = Span.newBuilder();
    Map<String, String> attributes = new TreeMap<>();
    for (int i = 0; i < 100; i++) {
      attributes.put("key-" + i, (i + " large ").repeat(2_000));
      span.addAttributes(attribute("key-" + i, attributes.get("key-" + i)));
    }
    byte[] bytes = span.build().toByteArray();

    CutSpan cut = CutSpan.of(bytes, attributes);

    assertThat(cut.rest()).hasSizeLessThan(2_000);
    assertThat(putBack(cut, attributes)).isEqualTo(bytes);
  }

  @Test
  void oddBytes_comeBackAsTheyWere() throws Exception {
    ByteString key = field(1, "k");
    ByteString value = field(2, field(1, "v"));
    List<ByteString> oddAttributes =
        List.of(
            value.concat(key),
            field(1, "x").concat(key).concat(value),
            key.concat(value).concat(value),
            key.concat(value).concat(field(77, "more")),
            key.concat(field(2, field(1, "v").concat(field(1, "w")))),
            key,
            field(1, "").concat(value),
            ByteString.EMPTY);
    for (ByteString attribute : oddAttributes) {
      byte[] span = field(Span.ATTRIBUTES_FIELD_NUMBER, attribute).toByteArray();
      Map<String, String> attributes = attributesOf(span);

      assertThat(putBack(CutSpan.of(span, attributes), attributes)).isEqualTo(span);
    }
  }

  @Test
  void whatIsNoSpan_staysWhole() {
    byte[] broken = {0x4A, 0x7F, 0x0A, 1, 'k'};

    CutSpan cut = CutSpan.of(broken, Map.of("k", "v"));

    assertThat(cut.rest()).isEqualTo(broken);
    assertThat(cut.cuts()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void anySpan_comesBackByteForByte(long seed) throws Exception {
    Random random = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] span = randomSpan(random);
      Map<String, String> attributes = attributesOf(span);

      assertThat(putBack(CutSpan.of(span, attributes), attributes)).isEqualTo(span);
    }
  }

  /** The other way, as the view span_content does it: written apart from the cutting. */
  private static byte[] putBack(CutSpan cut, Map<String, String> attributes) {
    if (cut.cuts().length == 0) {
      return cut.rest();
    }
    Map<byte[], String> byKey =
        new TreeMap<>(
            Comparator.comparing(
                ByteString::copyFrom, ByteString.unsignedLexicographicalComparator()));
    attributes.forEach((key, text) -> byKey.put(key.getBytes(UTF_8), text));
    TreeMap<Integer, byte[]> pieces = new TreeMap<>();
    int place = 0;
    for (Map.Entry<byte[], String> attribute : byKey.entrySet()) {
      pieces.put(cut.cuts()[place++], attribute.getKey());
      pieces.put(cut.cuts()[place++], attribute.getValue().getBytes(UTF_8));
    }
    pieces.remove(0);
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int read = 0;
    for (Map.Entry<Integer, byte[]> piece : pieces.entrySet()) {
      whole.write(cut.rest(), read, piece.getKey() - read);
      whole.writeBytes(piece.getValue());
      read = piece.getKey();
    }
    whole.write(cut.rest(), read, cut.rest().length - read);
    return whole.toByteArray();
  }

  /** What the row says. */
  private static Map<String, String> attributesOf(byte[] span) throws Exception {
    return NORMALISER
        .normalise(
            Resource.getDefaultInstance(),
            InstrumentationScope.getDefaultInstance(),
            Span.parseFrom(span).toBuilder().setTraceId(ID).setSpanId(ID.substring(8)).build(),
            span)
        .content()
        .attributes();
  }

  private static byte[] randomSpan(Random random) {
    Span.Builder span = Span.newBuilder().setTraceId(ID).setName(randomText(random, 20));
    for (int i = random.nextInt(12); i > 0; i--) {
      AnyValue.Builder value = AnyValue.newBuilder();
      switch (random.nextInt(6)) {
        case 0 -> value.setIntValue(random.nextLong());
        case 1 -> value.setArrayValue(ArrayValue.newBuilder().addValues(text(random)));
        case 2 -> value.clear();
        default -> value.setStringValue(randomText(random, 300));
      }
      span.addAttributes(KeyValue.newBuilder().setKey(randomText(random, 3)).setValue(value));
    }
    span.addEvents(Span.Event.newBuilder().addAttributes(attribute("in", randomText(random, 50))));
    return span.build().toByteArray();
  }

  private static AnyValue text(Random random) {
    return AnyValue.newBuilder().setStringValue(randomText(random, 9)).build();
  }

  private static String randomText(Random random, int maxLength) {
    StringBuilder text = new StringBuilder();
    for (int i = random.nextInt(maxLength + 1); i > 0; i--) {
      text.append(LETTERS.get(random.nextInt(LETTERS.size())));
    }
    return text.toString();
  }

  private static byte[] span(KeyValue... attributes) {
    return Span.newBuilder()
        .setTraceId(ID)
        .setName("chat")
        .addAllAttributes(List.of(attributes))
        .setStatus(Status.newBuilder().setMessage("fine"))
        .build()
        .toByteArray();
  }

  private static KeyValue attribute(String key, String text) {
    return KeyValue.newBuilder()
        .setKey(key)
        .setValue(AnyValue.newBuilder().setStringValue(text))
        .build();
  }

  private static ByteString field(int number, String text) {
    return field(number, ByteString.copyFromUtf8(text));
  }

  private static ByteString field(int number, ByteString value) {
    return UnknownFieldSet.newBuilder()
        .addField(number, UnknownFieldSet.Field.newBuilder().addLengthDelimited(value).build())
        .build()
        .toByteString();
  }
}
