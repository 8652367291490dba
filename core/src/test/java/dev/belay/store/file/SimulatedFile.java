package dev.belay.store.file;

import java.util.Arrays;
import java.util.BitSet;
import java.util.SplittableRandom;

/** A file as programs see it, and as a loss of power would leave it. */
final class SimulatedFile {

  private static final int SECTOR = 512;

  private byte[] seen = new byte[0];
  private byte[] lasting = new byte[0];
  private final BitSet unwritten = new BitSet();

  static SimulatedFile of(byte[] bytes) {
    SimulatedFile file = new SimulatedFile();
    file.seen = bytes.clone();
    file.lasting = bytes.clone();
    return file;
  }

  byte[] bytes() {
    return seen.clone();
  }

  int length() {
    return seen.length;
  }

  void write(int at, byte[] bytes, int from, int to) {
    if (at + to > seen.length) {
      seen = Arrays.copyOf(seen, at + to);
    }
    System.arraycopy(bytes, from, seen, at + from, to - from);
    unwritten.set((at + from) / SECTOR, (at + to + SECTOR - 1) / SECTOR);
  }

  void truncate(int length) {
    int before = seen.length;
    seen = Arrays.copyOf(seen, length);
    unwritten.set(Math.min(before, length) / SECTOR, Math.max(before, length) / SECTOR + 1);
  }

  /** Everything that was written since the last time gets onto the disk. */
  void force() {
    lasting = mixed(seen.length, unwritten);
    unwritten.clear();
  }

  /** Nothing got onto the disk, and the system takes it for written: forcing again will not help. */
  void failToForce() {
    unwritten.clear();
  }

  /** What a loss of power leaves: of what was not forced, all, nothing, or what chance wills. */
  SimulatedFile afterPowerLoss(SimulatedDisk.Loss loss, SplittableRandom chance) {
    BitSet written = new BitSet();
    int length = lasting.length;
    if (loss == SimulatedDisk.Loss.NOTHING) {
      written.or(unwritten);
      length = seen.length;
    } else if (loss == SimulatedDisk.Loss.SOMETHING) {
      unwritten.stream().filter(sector -> chance.nextBoolean()).forEach(written::set);
      int difference = seen.length - lasting.length;
      length = switch (chance.nextInt(3)) {
        case 0 -> lasting.length;
        case 1 -> seen.length;
        default ->
          lasting.length
              + (difference == 0
                  ? 0
                  : Integer.signum(difference) * chance.nextInt(Math.abs(difference) + 1));
      };
    }
    return of(mixed(length, written));
  }

  private byte[] mixed(int length, BitSet sectors) {
    byte[] mixed = Arrays.copyOf(lasting, length);
    sectors.stream().forEach(sector -> {
      int from = sector * SECTOR;
      int to = Math.min(Math.min(from + SECTOR, length), seen.length);
      if (from < to) {
        System.arraycopy(seen, from, mixed, from, to - from);
      }
    });
    return mixed;
  }
}
