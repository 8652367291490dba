package dev.belay.store.file;

import java.io.EOFException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A directory of the file system.
 *
 * <p>An interrupted thread that uses a {@link FileChannel} closes it. So files are read and written by {@link
 * RandomAccessFile}, which knows nothing of interrupts; where it has to be a channel, interrupts wait until it is done.
 */
final class SystemDisk implements Disk {

  private static final boolean WINDOWS = Objects.toString(System.getProperty("os.name"), "")
      .toLowerCase(Locale.ROOT)
      .startsWith("windows");

  private final Path root;
  private final SecureRandom chance = new SecureRandom();

  SystemDisk(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  private Path at(String name) {
    return name.isEmpty() ? root : root.resolve(name);
  }

  @Override
  public String path(String name) {
    return at(name).toString();
  }

  @Override
  public String realPath() throws IOException {
    return root.toRealPath().toString();
  }

  @Override
  public void createRoot() throws IOException {
    if (!Files.isDirectory(root)) {
      Files.createDirectories(root);
      Path above = root.getParent();
      if (above != null) {
        force(above);
      }
    }
  }

  @Override
  public void createFolder(String folder) throws IOException {
    try {
      Files.createDirectory(at(folder));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(at(folder))) {
        throw e;
      }
    }
  }

  @Override
  public List<String> list(String folder) throws IOException {
    List<String> names = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(at(folder))) {
      for (Path entry : entries) {
        names.add(Objects.toString(entry.getFileName()));
      }
    } catch (NoSuchFileException absent) {
      return List.of();
    } catch (NotDirectoryException e) {
      throw new IOException(at(folder) + " must be a directory, but is a file", e);
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
    return names;
  }

  @Override
  public long length(String file) throws IOException {
    try {
      return Files.readAttributes(at(file), BasicFileAttributes.class).size();
    } catch (NoSuchFileException absent) {
      return -1;
    }
  }

  @Override
  public byte[] read(String file) throws IOException {
    File path = at(file).toFile();
    if (!path.exists()) {
      throw new NoSuchFileException(path.toString());
    }
    try (RandomAccessFile from = new RandomAccessFile(path, "r")) {
      byte[] bytes = new byte[Math.toIntExact(from.length())];
      from.readFully(bytes);
      return bytes;
    } catch (EOFException e) {
      throw new IOException(path + " became shorter while it was read", e);
    }
  }

  @Override
  public Writing open(String file) throws IOException {
    if (!Files.exists(at(file))) {
      throw new NoSuchFileException(path(file));
    }
    return new OpenFile(new RandomAccessFile(at(file).toFile(), "rw"));
  }

  @Override
  public Writing create(String file) throws IOException {
    Files.createFile(at(file));
    return open(file);
  }

  /** A file by its descriptor. */
  private record OpenFile(RandomAccessFile file) implements Writing {

    @Override
    public long length() throws IOException {
      return file.length();
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      file.seek(at);
      file.write(bytes);
    }

    @Override
    public void truncate(long length) throws IOException {
      file.setLength(length);
    }

    @Override
    public void force() throws IOException {
      file.getFD().sync();
    }

    @Override
    public void close() throws IOException {
      file.close();
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    Files.move(
        at(from), at(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  @Override
  public void delete(String file) throws IOException {
    Files.deleteIfExists(at(file));
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    force(at(folder));
  }

  /** Windows cannot do it, and needs it less: there alone a failure is none. */
  private static void force(Path folder) throws IOException {
    try {
      uninterrupted(() -> {
        try (FileChannel channel = FileChannel.open(folder, StandardOpenOption.READ)) {
          channel.force(true);
        }
        return true;
      });
    } catch (IOException e) {
      if (!WINDOWS) {
        throw e;
      }
    }
  }

  @Override
  public @Nullable Held lock(String file) throws IOException {
    Path path = at(file);
    FileChannel channel =
        FileChannel.open(path, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = uninterrupted(channel::tryLock);
      if (lock != null) {
        return new HeldFile(path, channel, fileKey(path));
      }
    } catch (OverlappingFileLockException heldHere) {
      // By another copy of this class, which another class loader has loaded.
    } catch (IOException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return null;
  }

  private static @Nullable Object fileKey(Path path) throws IOException {
    return Files.readAttributes(path, BasicFileAttributes.class).fileKey();
  }

  /** A lock, and which file it is on. */
  private record HeldFile(
      Path path, FileChannel channel, @Nullable Object key) implements Held {

    @Override
    public boolean inPlace() {
      try {
        return Objects.equals(key, fileKey(path));
      } catch (IOException gone) {
        return false;
      }
    }

    @Override
    public void close() throws IOException {
      channel.close();
    }
  }

  @Override
  public long salt() {
    return chance.nextLong();
  }

  /** Something that an interrupt would break off. */
  private interface Channelled<T extends @Nullable Object> {

    T run() throws IOException;
  }

  private static <T extends @Nullable Object> T uninterrupted(Channelled<T> action)
      throws IOException {
    boolean interrupted = Thread.interrupted();
    try {
      return action.run();
    } catch (ClosedByInterruptException e) {
      throw new IOException("interrupted while it was forced", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
