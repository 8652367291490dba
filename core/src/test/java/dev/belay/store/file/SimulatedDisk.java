package dev.belay.store.file;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * A directory in memory that knows what a loss of power would leave of it: of files what was forced, of names those in folders that
 * were forced, and of the rest what chance wills, sector by sector and name by name.
 *
 * <p>Whatever changes something is counted, and the n-th such operation can be made to fail, to be done in part and fail, or to be
 * the last one. Not thread-safe, but for one thread at a time.
 */
final class SimulatedDisk implements Disk {

  private static final SplittableRandom SALTS = new SplittableRandom(42);
  private static int disks;

  /** What becomes of the operation that the fault is at. */
  enum Fault {
    /** It fails, and nothing is done. */
    FAILS,
    /** It fails when a part is done, if it has parts. */
    FAILS_IN_PART,
    /** The power goes before it. */
    POWER_LOSS,
    /** The power goes when a part is done, if it has parts. */
    POWER_LOSS_IN_PART
  }

  /** What a loss of power takes of what was not forced. */
  enum Loss {
    EVERYTHING,
    SOMETHING,
    NOTHING
  }

  /** There is no power: the process is dead. */
  static final class PowerLoss extends RuntimeException {

    private static final long serialVersionUID = 1;
  }

  private final String path = "/simulated/" + ++disks;
  private final Map<String, SimulatedFile> files = new TreeMap<>();
  private final Map<String, SimulatedFile> lastingFiles = new TreeMap<>();
  private final Set<String> folders = new TreeSet<>(Set.of(""));
  private final Set<String> lastingFolders = new HashSet<>(Set.of(""));
  private final List<String> log = new ArrayList<>();
  private SplittableRandom chance = new SplittableRandom(1);
  private int faultAt = Integer.MAX_VALUE / 2;
  private int faults = 1;
  private Fault fault = Fault.FAILS;
  private int operations;
  private boolean dead;
  private boolean readOnly;
  private boolean gone;
  private int room = Integer.MAX_VALUE;
  private boolean locked;

  /** Makes the operation of this number, counted from 1, go wrong. */
  SimulatedDisk fault(int at, Fault kind, long seed) {
    faultAt = at;
    fault = kind;
    chance = new SplittableRandom(seed);
    return this;
  }

  /** Makes as many operations in a row go wrong. */
  SimulatedDisk faults(int number) {
    faults = number;
    return this;
  }

  void readOnly(boolean value) {
    readOnly = value;
  }

  /** Lets the whole directory disappear, or come back. */
  void gone(boolean value) {
    gone = value;
  }

  /** How many bytes can still be added to files. */
  void room(int bytes) {
    room = bytes;
  }

  int operations() {
    return operations;
  }

  /** The operations so far, for messages. */
  List<String> log() {
    return log;
  }

  /** The directory after a loss of power, on another machine. */
  SimulatedDisk afterPowerLoss(Loss loss, long seed) {
    dead = true;
    SplittableRandom draws = new SplittableRandom(seed);
    SimulatedDisk next = new SimulatedDisk();
    Map<SimulatedFile, SimulatedFile> copies = new HashMap<>();
    Set<String> names = new TreeSet<>(files.keySet());
    names.addAll(lastingFiles.keySet());
    for (String folder : folders) {
      if (lastingFolders.contains(folder) || keeps(loss, draws)) {
        next.folders.add(folder);
        next.lastingFolders.add(folder);
      }
    }
    for (String name : names) {
      SimulatedFile file = keeps(loss, draws) ? files.get(name) : lastingFiles.get(name);
      if (file != null && next.folders.contains(folderOf(name))) {
        SimulatedFile copy = copies.computeIfAbsent(file, each -> each.afterPowerLoss(loss, draws));
        next.files.put(name, copy);
        next.lastingFiles.put(name, copy);
      }
    }
    return next;
  }

  private static boolean keeps(Loss loss, SplittableRandom draws) {
    return switch (loss) {
      case NOTHING -> true;
      case EVERYTHING -> false;
      case SOMETHING -> draws.nextBoolean();
    };
  }

  /** The directory after the process has died, as the next one finds it; what was not forced may still be lost. */
  SimulatedDisk afterKill() {
    dead = true;
    SimulatedDisk next = new SimulatedDisk();
    next.files.putAll(files);
    next.lastingFiles.putAll(lastingFiles);
    next.folders.addAll(folders);
    next.lastingFolders.addAll(lastingFolders);
    return next;
  }

  /** A copy of the directory, with everything on the disk. */
  SimulatedDisk copy() {
    SimulatedDisk next = new SimulatedDisk();
    files.forEach((name, file) -> next.set(name, file.bytes()));
    next.folders.addAll(folders);
    next.lastingFolders.addAll(folders);
    return next;
  }

  Set<String> names() {
    return new TreeSet<>(files.keySet());
  }

  byte[] get(String name) {
    SimulatedFile file = files.get(name);
    if (file == null) {
      throw new IllegalArgumentException("there is no " + name + " in " + files.keySet());
    }
    return file.bytes();
  }

  /** Puts a file in place behind the store's back. */
  void set(String name, byte[] bytes) {
    SimulatedFile file = SimulatedFile.of(bytes);
    files.put(name, file);
    lastingFiles.put(name, file);
  }

  void remove(String name) {
    files.remove(name);
    lastingFiles.remove(name);
  }

  private static String folderOf(String name) {
    int slash = name.lastIndexOf('/');
    return slash < 0 ? "" : name.substring(0, slash);
  }

  private void requirePower() {
    if (dead) {
      throw new PowerLoss();
    }
  }

  /** Something that changes the directory; tells whether only a part of it is to be done before it fails. */
  private boolean change(String what) throws IOException {
    requirePower();
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
    operations++;
    log.add(operations + " " + what);
    if (operations < faultAt || operations >= faultAt + faults) {
      return false;
    }
    switch (fault) {
      case FAILS -> throw new IOException("made to fail: " + what);
      case POWER_LOSS -> die();
      default -> {}
    }
    return true;
  }

  private void die() {
    dead = true;
    throw new PowerLoss();
  }

  /** Ends an operation that was done in part. */
  private void breakOff(boolean inPart, String what) throws IOException {
    if (inPart) {
      if (fault == Fault.POWER_LOSS_IN_PART) {
        die();
      }
      throw new IOException("made to fail in part: " + what);
    }
  }

  private void requireFolder(String folder) throws IOException {
    if (gone || !folders.contains(folder)) {
      throw new NoSuchFileException(path(folder));
    }
  }

  private SimulatedFile file(String name) throws IOException {
    requirePower();
    SimulatedFile file = files.get(name);
    if (gone || file == null) {
      throw new NoSuchFileException(path(name));
    }
    return file;
  }

  @Override
  public String path(String name) {
    return name.isEmpty() ? path : path + "/" + name;
  }

  @Override
  public String realPath() {
    return path;
  }

  @Override
  public void createRoot() throws IOException {
    requirePower();
    requireFolder("");
  }

  @Override
  public void createFolder(String folder) throws IOException {
    boolean inPart = change("create folder " + folder);
    requireFolder(folderOf(folder));
    folders.add(folder);
    breakOff(inPart, folder);
  }

  @Override
  public List<String> list(String folder) {
    requirePower();
    if (gone || !folders.contains(folder)) {
      return List.of();
    }
    return files.keySet().stream()
        .filter(name -> folderOf(name).equals(folder))
        .map(name -> name.substring(name.lastIndexOf('/') + 1))
        .toList();
  }

  @Override
  public long length(String file) {
    requirePower();
    SimulatedFile found = files.get(file);
    return gone || found == null ? -1 : found.length();
  }

  @Override
  public byte[] read(String file) throws IOException {
    return file(file).bytes();
  }

  @Override
  public Writing open(String file) throws IOException {
    requirePower();
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
    return new Open(file, file(file));
  }

  @Override
  public Writing create(String file) throws IOException {
    boolean inPart = change("create " + file);
    requireFolder(folderOf(file));
    SimulatedFile created = new SimulatedFile();
    if (files.putIfAbsent(file, created) != null) {
      throw new FileAlreadyExistsException(path(file));
    }
    breakOff(inPart, file);
    return new Open(file, created);
  }

  /** An open file. */
  private final class Open implements Writing {

    private final String name;
    private final SimulatedFile file;

    Open(String name, SimulatedFile file) {
      this.name = name;
      this.file = file;
    }

    @Override
    public long length() {
      requirePower();
      return file.length();
    }

    @Override
    public void write(long at, byte[] bytes) throws IOException {
      boolean inPart = change("write " + bytes.length + " to " + name);
      int growth = (int) Math.max(0, at + bytes.length - file.length());
      int written = Math.max(0, bytes.length - Math.max(0, growth - room));
      int part = inPart ? chance.nextInt(written + 1) : written;
      file.write((int) at, bytes, 0, part);
      room -= Math.min(room, growth);
      breakOff(inPart, name);
      if (part < bytes.length) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void truncate(long length) throws IOException {
      boolean inPart = change("truncate " + name);
      file.truncate((int) length);
      breakOff(inPart, name);
    }

    @Override
    public void force() throws IOException {
      try {
        boolean inPart = change("force " + name);
        if (inPart && fault == Fault.FAILS_IN_PART) {
          file.failToForce();
        } else {
          file.force();
        }
        breakOff(inPart, name);
      } catch (IOException e) {
        file.failToForce();
        throw e;
      }
    }

    @Override
    public void close() {
      // Nothing depends on it.
    }
  }

  @Override
  public void move(String from, String to) throws IOException {
    boolean inPart = change("move " + from + " to " + to);
    files.put(to, file(from));
    files.remove(from);
    breakOff(inPart, from);
  }

  @Override
  public void delete(String file) throws IOException {
    if (files.containsKey(file) && !gone) {
      boolean inPart = change("delete " + file);
      files.remove(file);
      breakOff(inPart, file);
    }
  }

  @Override
  public void forceFolder(String folder) throws IOException {
    boolean inPart = change("force folder " + folder);
    requireFolder(folder);
    lastingFiles.keySet().removeIf(name -> folderOf(name).equals(folder));
    files.forEach((name, file) -> {
      if (folderOf(name).equals(folder)) {
        lastingFiles.put(name, file);
      }
    });
    folders.stream().filter(each -> folderOf(each).equals(folder)).forEach(lastingFolders::add);
    breakOff(inPart, folder);
  }

  @Override
  public @Nullable Held lock(String file) throws IOException {
    requirePower();
    if (readOnly) {
      throw new IOException("Read-only file system");
    }
    requireFolder("");
    if (locked) {
      return null;
    }
    locked = true;
    return new Held() {
      @Override
      public boolean inPlace() {
        return !gone;
      }

      @Override
      public void close() {
        locked = false;
      }
    };
  }

  @Override
  public long salt() {
    synchronized (SALTS) {
      return SALTS.nextLong();
    }
  }
}
