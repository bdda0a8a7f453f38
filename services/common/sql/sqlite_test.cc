// SPDX-License-Identifier: Apache-2.0
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "common/sql/database_contract.h"
#include "common/testing/temp_dir.h"

namespace palier::sql {
namespace {

absl::Status InFile(OpenOptions& options) {
  static const testing::TempDir dir;
  static int files = 0;
  options.url = absl::StrCat("sqlite:", dir.File(absl::StrCat("a b?", ++files, "%41.db")));
  return absl::OkStatus();
}

absl::Status InMemory(OpenOptions& options) {
  options.url = "sqlite::memory:";
  return absl::OkStatus();
}

std::optional<std::string> Always() {
  return std::nullopt;
}

INSTANTIATE_TEST_SUITE_P(Sqlite, DatabaseContract,
                         ::testing::Values(Store{"File", Always, InFile},
                                           Store{"Memory", Always, InMemory}),
                         [](const auto& info) { return info.param.name; });

TEST(SqliteTest, RefusesASecondOpener) {
  const testing::TempDir dir;
  const OpenOptions options{.url = "sqlite:" + dir.File("x.db")};
  auto first = Open(options);
  ASSERT_EQ(first.status(), absl::OkStatus());
  const absl::Status second = Open(options).status();
  EXPECT_EQ(second.code(), absl::StatusCode::kFailedPrecondition);
  EXPECT_NE(second.message().find(absl::StrCat(getpid())), absl::string_view::npos) << second;
  first->reset();
  EXPECT_EQ(Open(options).status(), absl::OkStatus());
}

TEST(SqliteTest, LeavesOneWholeFile) {
  const testing::TempDir dir;
  {
    auto database = Open({.url = "sqlite:" + dir.File("x.db")});
    ASSERT_EQ(database.status(), absl::OkStatus());
    const Migration step[] = {{1, "t", "CREATE TABLE t (id BIGINT)"}};
    ASSERT_EQ(Migrate(**database, "c", step, MigrateMode::kAuto), absl::OkStatus());
    EXPECT_TRUE(std::filesystem::exists(dir.File("x.db-wal")));
  }
  EXPECT_FALSE(std::filesystem::exists(dir.File("x.db-wal")));
}

TEST(SqliteTest, TellsWhyItCannotOpen) {
  const testing::TempDir dir;
  FILE* file = fopen(dir.File("text.db").c_str(), "w");
  for (int i = 0; i < 200; ++i) fputs("this is no database\n", file);
  fclose(file);
  const struct {
    std::string url;
    absl::StatusCode code;
  } cases[] = {
      {"sqlite:" + dir.File("none/x.db"), absl::StatusCode::kUnavailable},
      {"sqlite:" + dir.File("text.db"), absl::StatusCode::kDataLoss},
      {"sqlite:", absl::StatusCode::kInvalidArgument},
      {"mysql://x", absl::StatusCode::kInvalidArgument},
      {"", absl::StatusCode::kInvalidArgument},
  };
  for (const auto& [url, code] : cases) EXPECT_EQ(Open({.url = url}).status().code(), code) << url;
}

// How opening it ends for a user whom permissions bind, as they do not bind root.
absl::Status OpenedByAUser(const std::string& url) {
  constexpr uid_t kNobody = 65534;
  int answer[2];
  if (pipe(answer) != 0) return absl::InternalError("pipe");
  const pid_t child = fork();
  if (child == 0) {
    if (geteuid() == 0 && (setgid(kNobody) != 0 || setuid(kNobody) != 0)) _exit(1);
    const absl::Status status = Open({.url = url}).status();
    const std::string text(status.message());
    const int code = static_cast<int>(status.code());
    const bool told = write(answer[1], &code, sizeof code) == sizeof code &&
                      write(answer[1], text.data(), text.size()) >= 0;
    _exit(told ? 0 : 1);
  }
  close(answer[1]);
  int code = -1;
  char text[1024] = {};
  const bool heard = read(answer[0], &code, sizeof code) == sizeof code &&
                     read(answer[0], text, sizeof text - 1) >= 0;
  close(answer[0]);
  int ended = 0;
  waitpid(child, &ended, 0);
  if (!heard || ended != 0) return absl::InternalError("the child did not answer");
  return absl::Status(static_cast<absl::StatusCode>(code), text);
}

TEST(SqliteTest, AFileOrFolderThatMayOnlyBeReadIsSaidSoAtOnce) {
  namespace fs = std::filesystem;
  const testing::TempDir dir;
  const std::string folder = dir.File("store"), file = folder + "/x.db";
  fs::create_directory(folder);
  ASSERT_EQ(Open({.url = "sqlite:" + file}).status(), absl::OkStatus());
  if (geteuid() == 0) {
    fs::permissions(fs::path(folder).parent_path(), fs::perms::others_exec, fs::perm_options::add);
    for (const auto& path : {folder, file, file + ".lock"}) {
      ASSERT_EQ(chown(path.c_str(), 65534, 65534), 0) << path;
    }
  }
  EXPECT_EQ(OpenedByAUser("sqlite:" + file), absl::OkStatus());
  const auto writable = fs::perms::owner_write | fs::perms::group_write | fs::perms::others_write;
  for (const std::string& path : {file, folder}) {
    fs::permissions(path, writable, fs::perm_options::remove);
    const absl::Status refused = OpenedByAUser("sqlite:" + file);
    EXPECT_EQ(refused.code(), absl::StatusCode::kUnavailable) << path << ": " << refused;
    EXPECT_NE(refused.message().find("read-only for this user"), absl::string_view::npos)
        << refused;
    fs::permissions(path, fs::perms::owner_write, fs::perm_options::add);
  }
  EXPECT_EQ(OpenedByAUser("sqlite:" + file), absl::OkStatus());
}

TEST(SqliteTest, MemoriesAreApart) {
  auto one = Open({.url = "sqlite::memory:"}), two = Open({.url = "sqlite::memory:"});
  const auto create = [](Transaction& transaction) {
    return transaction.Execute("CREATE TABLE t (id BIGINT)", {}).status();
  };
  EXPECT_EQ((*one)->Write(absl::InfiniteFuture(), create), absl::OkStatus());
  EXPECT_EQ((*two)->Write(absl::InfiniteFuture(), create), absl::OkStatus());
}

// A write that SQLite ends at its deadline takes the shared transaction with it; the others must
// not notice.
TEST(SqliteTest, AnInterruptedWriteSparesItsGroup) {
  auto database = Open({.url = "sqlite::memory:"});
  ASSERT_EQ(database.status(), absl::OkStatus());
  const auto run = [](const char* statement) {
    return [statement](Transaction& transaction) {
      return transaction.Execute(statement, {}).status();
    };
  };
  const absl::Time later = absl::Now() + absl::Seconds(60);
  ASSERT_EQ((*database)->Write(later, run("CREATE TABLE t (n BIGINT)")), absl::OkStatus());
  absl::Notification hold;
  absl::BlockingCounter done(4);
  std::vector<absl::Status> results(4);
  const auto write = [&](int index, absl::Time deadline, TransactionFn fn) {
    (*database)->WriteAsync(deadline, std::move(fn), [&results, &done, index](absl::Status status) {
      results[index] = status;
      done.DecrementCount();
    });
  };
  write(0, later, [&](Transaction&) {
    hold.WaitForNotification();
    return absl::OkStatus();
  });
  write(1, later, run("INSERT INTO t VALUES (1)"));
  write(
      2, absl::Now() + absl::Seconds(1),
      run("INSERT INTO t WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < "
          "2000000000) SELECT n FROM s WHERE n < 0"));
  write(3, later, run("INSERT INTO t VALUES (3)"));
  hold.Notify();
  done.Wait();
  EXPECT_EQ(results[1], absl::OkStatus());
  EXPECT_EQ(results[2].code(), absl::StatusCode::kDeadlineExceeded);
  EXPECT_EQ(results[3], absl::OkStatus());
  int64_t sum = 0;
  EXPECT_EQ((*database)->Read(later,
                              [&](Transaction& transaction) {
                                return transaction.Query("SELECT sum(n) FROM t", {},
                                                         [&](const Row& row) {
                                                           sum = row.int64(0);
                                                           return absl::OkStatus();
                                                         });
                              }),
            absl::OkStatus());
  EXPECT_EQ(sum, 4);
}

// Writes numbers from several threads and reports each on `pipe` once it is acknowledged.
[[noreturn]] void WriteUntilKilled(const std::string& url, int pipe) {
  auto database = Open({.url = url});
  const Migration step[] = {{1, "t", "CREATE TABLE t (id BIGINT PRIMARY KEY)"}};
  if (!database.ok() || !Migrate(**database, "c", step, MigrateMode::kAuto).ok()) _exit(1);
  std::atomic<int64_t> next{0};
  std::vector<std::thread> threads;
  for (int i = 0; i < 8; ++i) {
    threads.emplace_back([&] {
      while (true) {
        const int64_t id = ++next;
        const absl::Status status =
            (*database)->Write(absl::InfiniteFuture(), [&](Transaction& transaction) {
              return transaction.Execute("INSERT INTO t VALUES ($1)", {id}).status();
            });
        if (!status.ok() || write(pipe, &id, sizeof(id)) != sizeof(id)) _exit(2);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  _exit(3);
}

TEST(SqliteTest, KeepsWhatItAcknowledgedWhenKilled) {
  constexpr size_t kAcknowledged = 500;
  const testing::TempDir dir;
  const std::string url = "sqlite:" + dir.File("x.db");
  int ends[2];
  ASSERT_EQ(pipe(ends), 0);
  const pid_t child = fork();
  if (child == 0) WriteUntilKilled(url, ends[1]);
  close(ends[1]);
  std::vector<int64_t> acknowledged;
  for (int64_t id; read(ends[0], &id, sizeof(id)) == sizeof(id);) {
    acknowledged.push_back(id);
    if (acknowledged.size() == kAcknowledged) kill(child, SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  close(ends[0]);
  ASSERT_TRUE(WIFSIGNALED(status));
  ASSERT_GE(acknowledged.size(), kAcknowledged);
  auto database = Open({.url = url});
  ASSERT_EQ(database.status(), absl::OkStatus());
  for (const int64_t id : acknowledged) {
    int found = 0;
    ASSERT_EQ((*database)->Read(absl::InfiniteFuture(),
                                [&](Transaction& transaction) {
                                  return transaction.Query("SELECT 1 FROM t WHERE id = $1", {id},
                                                           [&](const Row&) {
                                                             ++found;
                                                             return absl::OkStatus();
                                                           });
                                }),
              absl::OkStatus());
    ASSERT_EQ(found, 1) << id;
  }
}

}  // namespace
}  // namespace palier::sql
