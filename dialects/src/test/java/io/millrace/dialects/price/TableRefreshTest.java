// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TableRefreshTest {
  private static final PriceBook BOOK = book(table("p-1.0", 20, "1"));

  @Test
  void newerTable_replacesThatOfItsSource() {
    PriceBook newer = BOOK.withTable(table("p-1.1", 18, "10"));

    assertThat(newer.version()).isEqualTo("p-1.1");
    assertThat(BOOK.version()).isEqualTo("p-1.0");
  }

  @Test
  void tableThatHasLostItsModels_isRefused() {
    assertThatThrownBy(() -> BOOK.withTable(table("p-1.1", 17, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 10 % of the models are gone: p/m17, p/m18, p/m19");
  }

  @Test
  void priceThatChangedByMoreThanTenTimes_isRefused() {
    assertThatThrownBy(() -> BOOK.withTable(table("p-1.1", 20, "10.01")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("prices changed by more than ten times")
        .hasMessageContaining("p/m0")
        .hasMessageEndingWith(", ...");
    assertThatThrownBy(() -> BOOK.withTable(table("p-1.1", 20, "0.09")))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void modelThatBecameFree_isNoSlipOfUnits() {
    assertThat(BOOK.withTable(table("p-1.1", 20, "0")).version()).isEqualTo("p-1.1");
  }

  @Test
  void tableOfAnotherSource_isRefused() {
    assertThatThrownBy(() -> BOOK.withTable(table("q-1.1", 20, "1")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a price table of q replaces none of p-1.0");
    assertThatThrownBy(() -> BOOK.withTable("{}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no price table");
  }

  private static String table(String version, int models, String usd) {
    String rows = "\"rows\":[{\"prices\":{\"input\":{\"base\":\"" + usd + "\"}}}]";
    String list =
        IntStream.range(0, models)
            .mapToObj(i -> "{\"id\":\"m" + i + "\"," + rows + "}")
            .collect(Collectors.joining(","));
    return "{\"version\":\"%s\",\"retrieved\":\"2026-11-21\",\"wheelSha256\":\"\",\"providers\":"
            .formatted(version)
        + "[{\"id\":\"p\",\"models\":["
        + list
        + "]}]}";
  }

  private static PriceBook book(String json) {
    try {
      return PriceBook.read(new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
