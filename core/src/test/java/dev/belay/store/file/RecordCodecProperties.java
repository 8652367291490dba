package dev.belay.store.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.belay.store.JournalRecord;
import dev.belay.store.JournalSnapshot;
import dev.belay.store.RolloutProgress;
import dev.belay.strategy.Input;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Whatever is kept is read back equal, and whatever is read that nobody wrote is refused. */
class RecordCodecProperties {

  @Property
  void readsBackWhateverIsWritten(@ForAll long seed) throws UnreadableException {
    Samples samples = new Samples(seed);
    JournalRecord record = samples.record(seed);
    assertEquals(record, RecordCodec.decodeRecord(ByteBuffer.wrap(RecordCodec.encode(record))));
    JournalSnapshot snapshot = samples.snapshot(seed);
    JournalSnapshot read =
        RecordCodec.decodeSnapshot(ByteBuffer.wrap(RecordCodec.encode(snapshot)));
    assertEquals(snapshot, read);
    assertEquals(
        new ArrayList<>(snapshot.commands().keySet()),
        new ArrayList<>(read.commands().keySet()));
    RolloutProgress progress = samples.progress();
    assertEquals(
        progress, RecordCodec.decodeProgress(ByteBuffer.wrap(RecordCodec.encode(progress))));
  }

  @Property(tries = 200)
  void readsBackEveryKindOfInput(@ForAll long seed) throws UnreadableException {
    for (Input input : new Samples(seed).inputs()) {
      Encoder encoder = new Encoder();
      InputCodec.write(encoder, input);
      assertEquals(input, Decoder.decode(ByteBuffer.wrap(encoder.toBytes()), InputCodec::read));
    }
  }

  @Example
  void hasSamplesOfEveryKindOfInput() {
    Set<Class<?>> all = leaves(Input.class).collect(Collectors.toSet());
    Set<Class<?>> drawn =
        new Samples(1).inputs().stream().map(Object::getClass).collect(Collectors.toSet());
    assertEquals(all, drawn);
  }

  private static Stream<Class<?>> leaves(Class<?> type) {
    Class<?>[] permitted = type.getPermittedSubclasses();
    return permitted == null
        ? Stream.of(type)
        : Arrays.stream(permitted).flatMap(RecordCodecProperties::leaves);
  }

  @Property(tries = 300)
  void refusesWhatIsTooShortOrTooLong(@ForAll long seed) {
    byte[] whole = RecordCodec.encode(new Samples(seed).record(1));
    for (int length = 0; length < whole.length; length++) {
      ByteBuffer cut = ByteBuffer.wrap(whole, 0, length).slice();
      assertThrows(UnreadableException.class, () -> RecordCodec.decodeRecord(cut));
    }
    ByteBuffer longer = ByteBuffer.wrap(Arrays.copyOf(whole, whole.length + 1));
    assertThrows(UnreadableException.class, () -> RecordCodec.decodeRecord(longer));
  }

  @Property(tries = 300)
  void endsWithAValueOrARefusalWhateverTheBytesAre(@ForAll long seed) {
    SplittableRandom chance = new SplittableRandom(seed);
    List<byte[]> files = List.of(
        RecordCodec.encode(new Samples(seed).record(1)),
        RecordCodec.encode(new Samples(seed).snapshot(1)),
        RecordCodec.encode(new Samples(seed).progress()),
        new byte[chance.nextInt(200)]);
    for (byte[] file : files) {
      for (int round = 0; round < 20; round++) {
        byte[] bytes = file.clone();
        for (int i = chance.nextInt(1, 8); i > 0 && bytes.length > 0; i--) {
          bytes[chance.nextInt(bytes.length)] = (byte) chance.nextInt();
        }
        read(bytes);
      }
    }
  }

  private static void read(byte[] bytes) {
    try {
      Object unused = RecordCodec.decodeRecord(ByteBuffer.wrap(bytes));
    } catch (UnreadableException expected) {
      assertTrue(Samples.message(expected).length() > 5);
    }
    try {
      Object unused = RecordCodec.decodeSnapshot(ByteBuffer.wrap(bytes));
    } catch (UnreadableException expected) {
      assertTrue(Samples.message(expected).length() > 5);
    }
    try {
      Object unused = RecordCodec.decodeProgress(ByteBuffer.wrap(bytes));
    } catch (UnreadableException expected) {
      assertTrue(Samples.message(expected).length() > 5);
    }
  }

  @Example
  void saysWhatItDoesNotKnow() {
    assertEquals(
        "it holds the input number 99, which this release does not know",
        assertThrows(
                UnreadableException.class,
                () -> Decoder.decode(
                    ByteBuffer.wrap(new Encoder().number(99).toBytes()), InputCodec::read))
            .getMessage());
    assertEquals(
        "it holds the Phase number 7, which this release does not know",
        assertThrows(UnreadableException.class, () -> Tags.PHASES.constant(7)).getMessage());
    assertEquals(
        "it is in format 2, of which this release knows 1: it was written by a newer release",
        assertThrows(
                UnreadableException.class,
                () -> RecordCodec.decodeRecord(
                    ByteBuffer.wrap(new Encoder().number(2).toBytes())))
            .getMessage());
  }
}
