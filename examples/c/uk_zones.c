/* uk_zones.c - zones of risk of the four nations of the UK, day by day, by four official rules: what
 * uk_zones.py and uk_zones.R do, in C.
 *
 *     uk_zones examples/data/uk_nations.csv OUT    writes OUT/uk_zones.csv and OUT/uk_zones.svg
 *
 * Build: cc uk_zones.c $(pkg-config --cflags --libs riskidx) */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <riskidx.h>

enum { NATIONS = 4, MAX_DAYS = 1024, NAME = 32, N_RULES = 4, MAX_INDICATORS = 8 };

/* The file: dates in order, nation after nation. */
typedef struct data {
    char nation[NATIONS][NAME];
    char date[MAX_DAYS][NAME];
    double population[NATIONS];
    double cases[NATIONS][MAX_DAYS]; /* cumulative */
    size_t nations, days;
} data;

/* What the rules need, nations x days each. */
typedef double panel[NATIONS][MAX_DAYS];
typedef struct indicators {
    panel new_cases, total, mean, daily_cases, incidence_7d, incidence_14d, days_since_case,
        doubling_time, caseload_ahead, positivity, tests_7d;
} indicators;

static rix_mat view(panel p, const data *d)
{
    const rix_mat m = { p[0], d->nations, d->days, MAX_DAYS, 1 };
    return m;
}

static rix_out out(panel p, const data *d)
{
    const rix_out m = { p[0], d->nations, d->days, MAX_DAYS, 1 };
    return m;
}

static int read_data(const char *path, data *d)
{
    char line[256], nation[NAME], date[NAME];
    double population, cases;
    size_t day = 0;
    FILE *file = fopen(path, "r");
    if (!file || !fgets(line, sizeof line, file)) return 0;
    while (fgets(line, sizeof line, file)) {
        if (sscanf(line, "%31[^,],%lf,%31[^,],%lf", nation, &population, date, &cases) != 4)
            return 0;
        if (d->nations == 0 || strcmp(nation, d->nation[d->nations - 1]) != 0) {
            if (d->nations == NATIONS) return 0;
            strcpy(d->nation[d->nations], nation);
            d->population[d->nations++] = population;
            day = 0;
        }
        if (day == MAX_DAYS) return 0;
        strcpy(d->date[day], date);
        d->cases[d->nations - 1][day++] = cases;
        d->days = day;
    }
    fclose(file);
    return d->nations == NATIONS;
}

/* What is new on the first day is unknown, so the total of that day stands for it. */
static void add_up(const data *d, indicators *x)
{
    for (size_t i = 0; i < d->nations; i++) {
        double sum = 0.0;
        for (size_t t = 0; t < d->days; t++) {
            const double fresh = x->new_cases[i][t];
            sum += fresh == fresh ? fresh : d->cases[i][t]; /* false for NaN */
            x->total[i][t] = sum;
        }
    }
}

/* Cases of nations with more of them, in per cent of all. */
static void compare_caseloads(const data *d, indicators *x)
{
    for (size_t t = 0; t < d->days; t++) {
        double all = 0.0;
        for (size_t i = 0; i < d->nations; i++) all += x->total[i][t];
        for (size_t i = 0; i < d->nations; i++) {
            double ahead = 0.0;
            for (size_t j = 0; j < d->nations; j++)
                ahead += x->total[j][t] > x->total[i][t] ? x->total[j][t] : 0.0;
            x->caseload_ahead[i][t] = 100.0 * ahead / all;
        }
    }
}

static rix_status compute(data *d, indicators *x, rix_error *err)
{
    const rix_vec population = rix_vec_c(d->population, d->nations);
    /* Counts fall five times and pause at weekends: both are spread over the days before. */
    rix_counts_options counts = RIX_COUNTS_OPTIONS_INIT;
    counts.corrections = RIX_CORRECTIONS_SPREAD;
    counts.batches = RIX_BATCHES_SPREAD;
    rix_status st = rix_new_counts(view(d->cases, d), &counts, out(x->new_cases, d), err);
    if (st != RIX_OK) return st;
    add_up(d, x);
    compare_caseloads(d, x);
    const rix_mat fresh = view(x->new_cases, d);
    st = rix_moving_mean(fresh, 7, out(x->mean, d), err);
    if (st == RIX_OK)
        st = rix_incidence(view(x->mean, d), population, 1, out(x->daily_cases, d), err);
    if (st == RIX_OK) st = rix_incidence(fresh, population, 7, out(x->incidence_7d, d), err);
    if (st == RIX_OK) st = rix_incidence(fresh, population, 14, out(x->incidence_14d, d), err);
    if (st == RIX_OK) st = rix_days_since_case(fresh, out(x->days_since_case, d), err);
    if (st == RIX_OK) st = rix_doubling_time(view(x->total, d), 7, out(x->doubling_time, d), err);
    /* Not in the data: unknown positivity leaves only what holds for every value of it, else grey; of
     * tests we assume that there were enough (300 per 100,000 and week). */
    for (size_t k = 0; k < d->nations * d->days; k++) {
        x->positivity[k / d->days][k % d->days] = RIX_NAN;
        x->tests_7d[k / d->days][k % d->days] = 300.0;
    }
    return st;
}

/* The panel of an indicator, by its name in the rule sets. */
static double *find(indicators *x, const char *name)
{
    const struct {
        const char *name;
        double *cells;
    } all[] = {
        { "daily_cases", x->daily_cases[0] },     { "incidence_7d", x->incidence_7d[0] },
        { "incidence_14d", x->incidence_14d[0] }, { "days_since_case", x->days_since_case[0] },
        { "doubling_time", x->doubling_time[0] }, { "caseload_ahead", x->caseload_ahead[0] },
        { "positivity", x->positivity[0] },       { "tests_7d", x->tests_7d[0] },
    };
    for (size_t k = 0; k < sizeof all / sizeof *all; k++) {
        if (strcmp(all[k].name, name) == 0) return all[k].cells;
    }
    return NULL;
}

static rix_status run_rule(const char *name, const data *d, indicators *x, int8_t *zones,
                           rix_error *err)
{
    const rix_preset_rules *rules;
    rix_machine *machine = NULL;
    rix_mat panels[MAX_INDICATORS];
    size_t n = 0;
    rix_status st = rix_preset_rules_find(name, &rules, err);
    if (st == RIX_OK) st = rix_preset_rules_machine(name, NULL, 0, &machine, err);
    for (; st == RIX_OK && n < MAX_INDICATORS && rules->indicators[n]; n++) {
        const rix_mat m = { find(x, rules->indicators[n]), d->nations, d->days, MAX_DAYS, 1 };
        panels[n] = m;
    }
    const rix_zones_out result = { zones, d->nations, d->days, MAX_DAYS, 1 };
    if (st == RIX_OK) st = rix_machine_run(machine, panels, n, NULL, result, err);
    rix_machine_free(machine);
    return st;
}

/* ------------------------------------------------------------------------------ what is written -- */

static const char *const RULES[N_RULES] = { "harvard_2020", "ecdc_2020", "cdc_2021",
                                            "india_2020_04_15" };
static int8_t ZONES[N_RULES][NATIONS][MAX_DAYS];

static const char *zone_name(size_t rule, size_t nation, size_t day)
{
    const rix_preset_rules *rules = NULL;
    const int8_t zone = ZONES[rule][nation][day];
    if (zone == RIX_NO_ZONE || rix_preset_rules_find(RULES[rule], &rules, NULL) != RIX_OK)
        return "grey";
    return rules->zones[zone];
}

static void write_table(FILE *file, const data *d)
{
    fputs("nation,date", file);
    for (size_t r = 0; r < N_RULES; r++) fprintf(file, ",%s", RULES[r]);
    fputc('\n', file);
    for (size_t i = 0; i < d->nations; i++) {
        for (size_t t = 0; t < d->days; t++) {
            fprintf(file, "%s,%s", d->nation[i], d->date[t]);
            for (size_t r = 0; r < N_RULES; r++) fprintf(file, ",%s", zone_name(r, i, t));
            fputc('\n', file);
        }
    }
}

/* The names of zones, each with a colour that colour-blind readers tell apart. */
static const char *colour(const char *zone)
{
    static const char *const colours[][2] = {
        { "green", "#4db6a0" },    { "low", "#4db6a0" },    { "yellow", "#f2e69b" },
        { "moderate", "#f2e69b" }, { "orange", "#edb04c" }, { "substantial", "#edb04c" },
        { "red", "#c0392b" },      { "high", "#7f0025" },
    };
    for (size_t k = 0; k < sizeof colours / sizeof *colours; k++) {
        if (strcmp(colours[k][0], zone) == 0) return colours[k][1];
    }
    return "#c9cdd3";
}

/* A strip a nation and rule; days of one zone make one rectangle, whose title names it. */
static void write_picture(FILE *file, const data *d)
{
    const size_t height = N_RULES * (NATIONS * 22 + 40);
    fprintf(
        file,
        "<svg xmlns='http://www.w3.org/2000/svg' width='960' height='%zu' font-family='sans-serif' "
        "font-size='13'>\n",
        height);
    for (size_t r = 0; r < N_RULES; r++) {
        const size_t top = r * (NATIONS * 22 + 40) + 30;
        fprintf(file, "<text x='150' y='%zu'>%s, %s to %s</text>\n", top - 8, RULES[r], d->date[0],
                d->date[d->days - 1]);
        for (size_t i = 0; i < d->nations; i++) {
            fprintf(file, "<text x='142' y='%zu' text-anchor='end'>%s</text>\n", top + i * 22 + 14,
                    d->nation[i]);
            for (size_t from = 0, to = 0; from < d->days; from = to) {
                while (to < d->days && ZONES[r][i][to] == ZONES[r][i][from]) to++;
                fprintf(file,
                        "<rect x='%.2f' y='%zu' width='%.2f' height='18' fill='%s'><title>%s from "
                        "%s</title>"
                        "</rect>\n",
                        150.0 + 800.0 * (double)from / (double)d->days, top + i * 22,
                        800.0 * (double)(to - from) / (double)d->days,
                        colour(zone_name(r, i, from)), zone_name(r, i, from), d->date[from]);
            }
        }
    }
    fputs("</svg>\n", file);
}

static int write_file(const char *folder, const char *name, const data *d,
                      void (*write)(FILE *, const data *))
{
    char path[4096];
    snprintf(path, sizeof path, "%s/%s", folder, name);
    FILE *file = fopen(path, "w");
    if (!file) return 0;
    write(file, d);
    return fclose(file) == 0;
}

int main(int argc, char **argv)
{
    static data d; /* large, and zeroed */
    static indicators x;
    rix_error err = RIX_ERROR_INIT;
    if (argc != 3) {
        fprintf(stderr, "usage: %s DATA.csv FOLDER\n", argv[0]);
        return 2;
    }
    if (!read_data(argv[1], &d)) {
        fprintf(stderr, "%s: cannot be read\n", argv[1]);
        return 1;
    }
    rix_status st = compute(&d, &x, &err);
    for (size_t r = 0; r < N_RULES && st == RIX_OK; r++)
        st = run_rule(RULES[r], &d, &x, ZONES[r][0], &err);
    if (st != RIX_OK) {
        fprintf(stderr, "%s: %s\n", argv[0], err.message);
        return 1;
    }
    if (!write_file(argv[2], "uk_zones.csv", &d, write_table) ||
        !write_file(argv[2], "uk_zones.svg", &d, write_picture)) {
        fprintf(stderr, "%s: cannot write\n", argv[2]);
        return 1;
    }
    printf("%zu nations, %zu days, %d rules; see %s/uk_zones.csv and %s/uk_zones.svg\n", d.nations,
           d.days, N_RULES, argv[2], argv[2]);
    return 0;
}
