/* test_processors.c - how many processors may be used, by made-up files of the system. */
#include <criterion/criterion.h>
#include <criterion/parameterized.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/place.h"
#include "base/processors.h"
#include "base/threads.h"
#include "support.h"

/* Write a file of root and the folders that it lies in. */
static void put(const char *root, const char *path, const char *text)
{
    char *whole = rung_path_join(root, path + 1);
    for (char *slash = strchr(whole + strlen(root) + 1, '/'); slash;
         slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        mkdir(whole, 0777);
        *slash = '/';
    }
    FILE *file = fopen(whole, "w");
    cr_assert_not_null(file, "%s", whole);
    fputs(text, file);
    fclose(file);
    free(whole);
}

#define MOUNT_2 "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:9 - cgroup2 cgroup2 rw,nsdelegate\n"
#define MOUNT_1 "32 31 0:29 / /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu,cpuacct\n"

static const char *version_2(const char *group)
{
    const char *root = test_folder();
    put(root, "/proc/self/mountinfo", "22 27 0:20 / /proc rw shared:5 - proc proc rw\n" MOUNT_2);
    put(root, "/proc/self/cgroup", group);
    return root;
}

static void check_quota(const char *root, double expected)
{
    cr_assert_eq(rung_cgroup_quota(root), expected, "found %.9g, expected %.9g",
                 rung_cgroup_quota(root), expected);
}

Test(processors, the_quota_of_version_2_is_time_over_period)
{
    const char *root = version_2("0::/app\n");
    put(root, "/sys/fs/cgroup/app/cpu.max", "150000 100000\n");
    check_quota(root, 1.5);
}

Test(processors, the_least_quota_on_the_way_to_the_top_holds)
{
    const char *root = version_2("0::/pod/app\n");
    put(root, "/sys/fs/cgroup/pod/app/cpu.max", "400000 100000\n");
    put(root, "/sys/fs/cgroup/pod/cpu.max", "50000 100000\n");
    check_quota(root, 0.5);
    put(root, "/sys/fs/cgroup/cpu.max", "25000 100000\n");
    check_quota(root, 0.25);
}

Test(processors, max_is_no_quota)
{
    const char *root = version_2("0::/app\n");
    put(root, "/sys/fs/cgroup/app/cpu.max", "max 100000\n");
    check_quota(root, 0);
}

Test(processors, version_1_has_its_quota_in_two_files)
{
    const char *root = test_folder();
    put(root, "/proc/self/mountinfo", MOUNT_1);
    put(root, "/proc/self/cgroup", "9:name=systemd:/\n2:cpuset:/x\n1:cpu,cpuacct:/app\n0::/\n");
    put(root, "/sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "250000\n");
    put(root, "/sys/fs/cgroup/cpu/app/cpu.cfs_period_us", "100000\n");
    check_quota(root, 2.5);
    put(root, "/sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "-1\n");
    check_quota(root, 0);
}

Test(processors, with_both_versions_the_lesser_quota_holds)
{
    const char *root = test_folder();
    put(root, "/proc/self/mountinfo",
        MOUNT_1 "41 31 0:38 / /sys/fs/cgroup/unified rw - cgroup2 cgroup2 rw\n");
    put(root, "/proc/self/cgroup", "1:cpu,cpuacct:/app\n0::/app\n");
    put(root, "/sys/fs/cgroup/cpu/app/cpu.cfs_quota_us", "300000\n");
    put(root, "/sys/fs/cgroup/cpu/app/cpu.cfs_period_us", "100000\n");
    check_quota(root, 3);
    put(root, "/sys/fs/cgroup/unified/app/cpu.max", "200000 100000\n");
    check_quota(root, 2);
}

Test(processors, a_container_sees_its_group_at_the_top_of_the_mount)
{
    const char *root = test_folder();
    put(root, "/proc/self/mountinfo",
        "32 31 0:29 /docker/ab\\040c /sys/fs/cgroup/cpu rw - cgroup cgroup rw,cpu\n");
    put(root, "/proc/self/cgroup", "1:cpu:/docker/ab c\n");
    put(root, "/sys/fs/cgroup/cpu/cpu.cfs_quota_us", "50000\n");
    put(root, "/sys/fs/cgroup/cpu/cpu.cfs_period_us", "100000\n");
    check_quota(root, 0.5);
}

Test(processors, a_group_outside_of_what_is_mounted_is_held_by_the_top)
{
    const char *root = version_2("0::/../other\n");
    put(root, "/sys/fs/cgroup/cpu.max", "100000 100000\n");
    put(root, "/sys/fs/other/cpu.max", "10000 100000\n");
    check_quota(root, 1);
}

Test(processors, a_mount_may_have_a_space_in_its_place)
{
    const char *root = test_folder();
    put(root, "/proc/self/mountinfo", "30 23 0:26 / /my\\040groups rw - cgroup2 cgroup2 rw\n");
    put(root, "/proc/self/cgroup", "0::/app\n");
    put(root, "/my groups/app/cpu.max", "100000 50000\n");
    check_quota(root, 2);
}

static const char *const odd_limits[] = {"",           "\n",         "100000\n",
                                         "100000 0\n", "0 100000\n", "-5 100000\n",
                                         "nan 1\n",    "1e999 1\n",  "a b\n"};
enum { ODD_LIMITS = sizeof odd_limits / sizeof *odd_limits };

TEST_EACH(processors, an_odd_limit_is_no_quota, ODD_LIMITS)
{
    const char *root = version_2("0::/app\n");
    put(root, "/sys/fs/cgroup/app/cpu.max", odd_limits[*row]);
    check_quota(root, 0);
}

Test(processors, without_the_files_of_the_system_there_is_no_quota)
{
    const char *root = test_folder();
    check_quota(root, 0);
    put(root, "/proc/self/cgroup", "0::/app\n");
    check_quota(root, 0);
    put(root, "/proc/self/mountinfo", "x\n\n - cgroup2\n1 2 3 4\n");
    check_quota(root, 0);
}

Test(processors, a_line_longer_than_any_path_is_passed_over)
{
    const char *root = test_folder();
    static char text[40000];
    memset(text, 'x', sizeof text - 1);
    strcpy(text + sizeof text - 1 - sizeof "\n" MOUNT_2, "\n" MOUNT_2);
    put(root, "/proc/self/mountinfo", text);
    put(root, "/proc/self/cgroup", "0::/app\n");
    put(root, "/sys/fs/cgroup/app/cpu.max", "100000 100000\n");
    check_quota(root, 1);
}

Test(processors, the_count_is_the_quota_rounded_up_and_never_more_than_the_scheduler_allows)
{
    const char *root = version_2("0::/app\n");
    rung_processors free = rung_processors_find(root);
    cr_assert_eq(free.count, free.scheduler);
    cr_assert_geq(free.count, 1u);
    static const struct {
        const char *limit;
        unsigned count;
    } rows[] = {{"1000 100000\n", 1}, {"100000 100000\n", 1}, {"100001 100000\n", 2}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        put(root, "/sys/fs/cgroup/app/cpu.max", rows[i].limit);
        rung_processors p = rung_processors_find(root);
        unsigned expected = rows[i].count < p.scheduler ? rows[i].count : p.scheduler;
        cr_assert_eq(p.count, expected, "%s: found %u", rows[i].limit, p.count);
    }
    put(root, "/sys/fs/cgroup/app/cpu.max", "99999900000 100000\n");
    cr_assert_eq(rung_processors_find(root).count, free.scheduler);
}

Test(processors, threads_are_as_many_as_processors_unless_told)
{
    cr_assert_eq(rung_threads(0), rung_processors_find("").count);
}

/* ---------------------------------------------------------------- what they are */

Test(processors, the_model_and_the_features_are_those_of_the_first_processor)
{
    const char *root = test_folder();
    rung_cpu cpu, other;
    put(root, "/proc/cpuinfo",
        "processor\t: 0\ncpu family\t: 25\nmodel\t\t: 17\nmodel name\t: Some\tCPU @ 2: fast\n"
        "stepping\t: 1\nflags\t\t: fpu avx2\n\nprocessor\t: 1\nmodel name\t: Another\n");
    rung_cpu_find(root, &cpu);
    cr_assert_str_eq(cpu.model,
                     "cpu family 25, model 17, model name Some?CPU @ 2: fast, stepping 1");
    put(root, "/proc/cpuinfo", "model name\t: A\nflags\t\t: fpu avx2 avx512f\n");
    rung_cpu_find(root, &other);
    cr_assert_neq(cpu.features, other.features);
    cr_assert_str_eq(other.model, "model name A");
}

Test(processors, a_system_that_does_not_tell_has_unknown_ones)
{
    rung_cpu cpu;
    rung_cpu_find(test_folder(), &cpu);
    cr_assert_str_eq(cpu.model, "unknown");
    cr_assert_eq(cpu.features, 0u);
}

Test(processors, a_long_model_is_cut)
{
    const char *root = test_folder();
    char text[2000];
    rung_cpu cpu;
    memset(text, 'm', sizeof text - 1);
    memcpy(text, "model name : ", 13);
    text[sizeof text - 1] = '\0';
    put(root, "/proc/cpuinfo", text);
    rung_cpu_find(root, &cpu);
    cr_assert_eq(strlen(cpu.model), sizeof cpu.model - 1);
}
