// SPDX-License-Identifier: Apache-2.0
package io.millrace.dialects.table;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All that is known of one dialect, read from {@code <dialect>.yaml}. Lists are in order of
 * precedence.
 *
 * @param dialect its name, as stored in {@code spans.dialect}
 * @param base name of the table that this one refines, or null: asked right after this one
 * @param detect a span is of this dialect if one of these holds
 * @param kinds how it tells what a span is
 * @param fields where its fields are
 * @param exclusive fields that are read by this table alone, not by the shared ones after it
 * @param usage its token counts
 * @param timeToFirstToken where it tells how long the first token took
 * @param tags where its labels are
 * @param phantomTools tool spans that are no calls
 * @param toolsInMessages model calls of emitters that send no span of a tool: their messages tell
 *     which were executed
 * @param turns spans that are a user's turn
 * @param notTurns spans that are none, whatever else they are; nor is a trace that has one, unless
 *     another span of it is
 * @param noise plumbing of the agent's process; only spans of kind SPAN that tell no usage
 * @param placeholders spans sent before the real ones
 * @param errors failures hidden elsewhere than in the status
 * @param absentValues texts that mean "nothing"
 * @param absentPrefixes beginnings of such texts
 * @param jsonTexts beginnings of the keys whose texts are JSON, plain texts included, so in quotes
 */
public record DialectTable(
    String dialect,
    String base,
    List<Condition> detect,
    List<KindRule> kinds,
    Map<Field, List<Source>> fields,
    Set<Field> exclusive,
    Usage usage,
    TimeToFirstToken timeToFirstToken,
    List<TagSource> tags,
    List<Condition> phantomTools,
    List<Condition> toolsInMessages,
    List<Condition> turns,
    List<Condition> notTurns,
    List<Condition> noise,
    List<Condition> placeholders,
    List<ErrorRule> errors,
    List<String> absentValues,
    List<String> absentPrefixes,
    List<String> jsonTexts) {

  /**
   * Token counts.
   *
   * @param buckets where they are
   * @param rules what they include; the first whose condition holds
   */
  public record Usage(Map<Bucket, List<Source>> buckets, List<UsageRule> rules) {
    static final Usage NONE = new Usage(Map.of(), List.of());

    public Usage {
      buckets = Checks.mapOrEmpty(buckets);
      rules = Checks.listOrEmpty(rules);
    }
  }

  /**
   * Where the time to the first token is.
   *
   * @param seconds attributes in seconds
   * @param millis attributes in milliseconds
   * @param events names of events that happen when the first token comes
   * @param instants attributes with the instant at which it came, ISO 8601
   */
  public record TimeToFirstToken(
      List<String> seconds, List<String> millis, List<String> events, List<String> instants) {
    /** Nowhere. */
    public static final TimeToFirstToken NONE = new TimeToFirstToken(null, null, null, null);

    public TimeToFirstToken {
      seconds = Checks.listOrEmpty(seconds);
      millis = Checks.listOrEmpty(millis);
      events = Checks.listOrEmpty(events);
      instants = Checks.listOrEmpty(instants);
    }
  }

  public DialectTable {
    Checks.name("dialect", dialect);
    detect = Checks.listOrEmpty(detect);
    kinds = Checks.listOrEmpty(kinds);
    fields = Checks.mapOrEmpty(fields);
    exclusive = exclusive == null ? Set.of() : Set.copyOf(exclusive);
    usage = usage == null ? Usage.NONE : usage;
    timeToFirstToken = timeToFirstToken == null ? TimeToFirstToken.NONE : timeToFirstToken;
    tags = Checks.listOrEmpty(tags);
    phantomTools = Checks.listOrEmpty(phantomTools);
    toolsInMessages = Checks.listOrEmpty(toolsInMessages);
    turns = Checks.listOrEmpty(turns);
    notTurns = Checks.listOrEmpty(notTurns);
    noise = Checks.listOrEmpty(noise);
    placeholders = Checks.listOrEmpty(placeholders);
    errors = Checks.listOrEmpty(errors);
    absentValues = Checks.listOrEmpty(absentValues);
    absentPrefixes = Checks.listOrEmpty(absentPrefixes);
    jsonTexts = Checks.listOrEmpty(jsonTexts);
    List<UsageRule> rules = usage.rules();
    boolean total = !rules.isEmpty() && rules.get(rules.size() - 1).when() == null;
    if (!total && !(rules.isEmpty() && usage.buckets().isEmpty())) {
      throw new IllegalArgumentException(
          dialect + ": usage needs rules, the last of them without a condition");
    }
  }
}
