package dev.belay.haproxy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** xxHash, 32 bits, seed 0, after its specification: what HAProxy computes, computed by somebody else. */
final class XxHash32 {

  private static final int P1 = 0x9E3779B1;
  private static final int P2 = 0x85EBCA77;
  private static final int P3 = 0xC2B2AE3D;
  private static final int P4 = 0x27D4EB2F;
  private static final int P5 = 0x165667B1;

  private XxHash32() {}

  static int slot(String key, String candidate) {
    return (int) (hash(key + ":" + candidate) % 10_000);
  }

  static long hash(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    ByteBuffer input = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    int hash;
    if (bytes.length >= 16) {
      int[] lanes = {0x24234428, P2, 0, -P1};
      while (input.remaining() >= 16) {
        for (int i = 0; i < 4; i++) {
          lanes[i] = Integer.rotateLeft(lanes[i] + input.getInt() * P2, 13) * P1;
        }
      }
      hash = Integer.rotateLeft(lanes[0], 1)
          + Integer.rotateLeft(lanes[1], 7)
          + Integer.rotateLeft(lanes[2], 12)
          + Integer.rotateLeft(lanes[3], 18);
    } else {
      hash = P5;
    }
    hash += bytes.length;
    while (input.remaining() >= 4) {
      hash = Integer.rotateLeft(hash + input.getInt() * P3, 17) * P4;
    }
    while (input.hasRemaining()) {
      hash = Integer.rotateLeft(hash + (input.get() & 0xFF) * P5, 11) * P1;
    }
    hash = (hash ^ (hash >>> 15)) * P2;
    hash = (hash ^ (hash >>> 13)) * P3;
    return (hash ^ (hash >>> 16)) & 0xFFFF_FFFFL;
  }
}
