/* varimax.c - varimax rotation: of pairs in closed form, and by the polar factor as R does it. */
#include "index/varimax.h"

#include <stdlib.h>
#include <string.h>

#include "base/error.h"

enum { MOST_SWEEPS = 2000, MOST_ROUNDS = 1000, MOST_SVD_SWEEPS = 100 };

/* Columns p and q of x (rows x k) turn by an angle. */
static void turn_columns(double *x, size_t rows, size_t k, size_t p, size_t q, double c, double s)
{
    for (size_t i = 0; i < rows; i++) {
        const double a = x[i * k + p], b = x[i * k + q];
        x[i * k + p] = c * a + s * b;
        x[i * k + q] = c * b - s * a;
    }
}

static void set_identity(double *x, size_t k)
{
    for (size_t i = 0; i < k * k; i++) x[i] = 0;
    for (size_t i = 0; i < k; i++) x[i * k + i] = 1;
}

static double *scaled_rows(const double *loading, size_t m, size_t k)
{
    double *y = malloc(m * k * sizeof *y);
    for (size_t i = 0; y && i < m; i++) {
        double squares = 0;
        for (size_t j = 0; j < k; j++) squares += loading[i * k + j] * loading[i * k + j];
        const double length = squares > 0 ? sqrt(squares) : 1;
        for (size_t j = 0; j < k; j++) y[i * k + j] = loading[i * k + j] / length;
    }
    return y;
}

/* --------------------------------------------------------------------------- pairs, to the end -- */

/* Kaiser's angle for two columns: 0 where it is a maximum already. */
static double best_angle(const double *y, size_t m, size_t k, size_t p, size_t q)
{
    const double negligible = 1e-13 * (double)m;
    double a = 0, b = 0, c = 0, d = 0;
    for (size_t i = 0; i < m; i++) {
        const double x = y[i * k + p], z = y[i * k + q];
        const double u = x * x - z * z, v = 2 * x * z;
        a += u;
        b += v;
        c += u * u - v * v;
        d += 2 * u * v;
    }
    const double sine = d - 2 * a * b / (double)m;
    const double cosine = c - (a * a - b * b) / (double)m;
    if (fabs(sine) <= negligible && cosine > -negligible) return 0;
    return atan2(sine, cosine) / 4;
}

static rix_status turn_pairs(double *y, size_t m, size_t k, double *turn, rix_error *err)
{
    for (int n = 0; n < MOST_SWEEPS; n++) {
        bool turned = false;
        for (size_t p = 0; p + 1 < k; p++) {
            for (size_t q = p + 1; q < k; q++) {
                const double angle = best_angle(y, m, k, p, q);
                if (!(fabs(angle) > 1e-13)) continue;
                turn_columns(y, m, k, p, q, cos(angle), sin(angle));
                turn_columns(turn, k, k, p, q, cos(angle), sin(angle));
                turned = true;
            }
        }
        if (!turned) return RIX_OK;
    }
    return rix_i_fail(err, RIX_ENUMERIC, NULL, RIX_I_NOWHERE,
                      "the varimax rotation of %zu factors does not converge", k);
}

/* ------------------------------------------------------------------------------- as R does it -- */

/* b = left S right' by one-sided Jacobi rotations: b becomes left S, in place. */
static void decompose(double *b, size_t k, double *right)
{
    set_identity(right, k);
    for (int n = 0; n < MOST_SVD_SWEEPS; n++) {
        bool turned = false;
        for (size_t p = 0; p + 1 < k; p++) {
            for (size_t q = p + 1; q < k; q++) {
                double pp = 0, qq = 0, pq = 0;
                for (size_t i = 0; i < k; i++) {
                    pp += b[i * k + p] * b[i * k + p];
                    qq += b[i * k + q] * b[i * k + q];
                    pq += b[i * k + p] * b[i * k + q];
                }
                if (!(fabs(pq) > 1e-15 * sqrt(pp * qq))) continue;
                const double angle = atan2(2 * pq, pp - qq) / 2;
                turn_columns(b, k, k, p, q, cos(angle), sin(angle));
                turn_columns(right, k, k, p, q, cos(angle), sin(angle));
                turned = true;
            }
        }
        if (!turned) return;
    }
}

/* turn = the orthogonal factor of b; sum = its singular values'. False where one of them is 0. */
static bool polar(double *b, size_t k, double *right, double *turn, double *sum)
{
    double most = 0, least = INFINITY;
    decompose(b, k, right);
    *sum = 0;
    for (size_t j = 0; j < k; j++) {
        double squares = 0;
        for (size_t i = 0; i < k; i++) squares += b[i * k + j] * b[i * k + j];
        const double length = sqrt(squares);
        *sum += length;
        most = fmax(most, length);
        least = fmin(least, length);
        for (size_t i = 0; i < k && length > 0; i++) b[i * k + j] /= length;
    }
    for (size_t i = 0; i < k; i++) {
        for (size_t j = 0; j < k; j++) {
            turn[i * k + j] = 0;
            for (size_t l = 0; l < k; l++) turn[i * k + j] += b[i * k + l] * right[j * k + l];
        }
    }
    return least > 1e-12 * most;
}

/* b = y' (z^3 - z diag(column sums of z^2) / m) with z = y turn. */
static void gradient(const double *y, size_t m, size_t k, const double *turn, double *z, double *b)
{
    for (size_t i = 0; i < m; i++) {
        for (size_t j = 0; j < k; j++) {
            z[i * k + j] = 0;
            for (size_t l = 0; l < k; l++) z[i * k + j] += y[i * k + l] * turn[l * k + j];
        }
    }
    for (size_t j = 0; j < k; j++) {
        double squares = 0;
        for (size_t i = 0; i < m; i++) squares += z[i * k + j] * z[i * k + j];
        for (size_t l = 0; l < k; l++) b[l * k + j] = 0;
        for (size_t i = 0; i < m; i++) {
            const double x = z[i * k + j], g = x * x * x - x * squares / (double)m;
            for (size_t l = 0; l < k; l++) b[l * k + j] += y[i * k + l] * g;
        }
    }
}

static rix_status turn_by_rounds(const double *y, size_t m, size_t k, double *turn, rix_error *err)
{
    double *room = malloc((m * k + 2 * k * k) * sizeof *room);
    if (!room) return rix_i_no_memory(err);
    double *b = room + m * k, *right = b + k * k;
    double before = 0, sum = 0;
    bool determined = true;
    for (int n = 0; n < MOST_ROUNDS && determined; n++) {
        gradient(y, m, k, turn, room, b);
        determined = polar(b, k, right, turn, &sum);
        if (sum < before * (1 + 1e-5)) break;
        before = sum;
    }
    free(room);
    if (determined) return RIX_OK;
    return rix_i_fail(err, RIX_ENUMERIC, NULL, RIX_I_NOWHERE,
                      "the varimax rotation of %zu factors, as R does it, is not determined", k);
}

rix_status rix_i_varimax(const double *loading, size_t m, size_t k, bool compat, double *turn,
                         rix_error *err)
{
    set_identity(turn, k);
    if (k < 2) return RIX_OK;
    double *y = scaled_rows(loading, m, k);
    if (!y) return rix_i_no_memory(err);
    const rix_status st =
        compat ? turn_by_rounds(y, m, k, turn, err) : turn_pairs(y, m, k, turn, err);
    free(y);
    return st;
}
