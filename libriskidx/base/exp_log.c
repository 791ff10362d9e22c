/* exp_log.c - exponentials and logarithms, two at a time: a table of 128 places and a short series about each.
 *
 * exp(x) = 2^(k / 128) exp(r) with |r| <= log(2) / 256, of which 1 + r + ... + r^5 / 120 leaves out 2^-60.
 * log(2^k z) = k log(2) - log(b) + log(1 + r), where b is 1 / z in twelve bits and r = z b - 1, without rounding but
 * the last, is less than 2^-7; beyond r^7 / 7 are 2^-66, and shares of 2^-58 of log(z) near 1, where b = 1.
 *
 * The series need no fused operations, and so have the same bits everywhere. */
#include "base/exp_log.h"

#include <float.h>

#include "base/bits.h"

enum { TABLE = 128, TABLE_BITS = 7, MANTISSA_BITS = 52 };

/* 2^(i / TABLE), to the nearest double. */
static const double power[TABLE] = {
    0x1.0000000000000p+0, 0x1.0163da9fb3335p+0, 0x1.02c9a3e778061p+0, 0x1.04315e86e7f85p+0,
    0x1.059b0d3158574p+0, 0x1.0706b29ddf6dep+0, 0x1.0874518759bc8p+0, 0x1.09e3ecac6f383p+0,
    0x1.0b5586cf9890fp+0, 0x1.0cc922b7247f7p+0, 0x1.0e3ec32d3d1a2p+0, 0x1.0fb66affed31bp+0,
    0x1.11301d0125b51p+0, 0x1.12abdc06c31ccp+0, 0x1.1429aaea92de0p+0, 0x1.15a98c8a58e51p+0,
    0x1.172b83c7d517bp+0, 0x1.18af9388c8deap+0, 0x1.1a35beb6fcb75p+0, 0x1.1bbe084045cd4p+0,
    0x1.1d4873168b9aap+0, 0x1.1ed5022fcd91dp+0, 0x1.2063b88628cd6p+0, 0x1.21f49917ddc96p+0,
    0x1.2387a6e756238p+0, 0x1.251ce4fb2a63fp+0, 0x1.26b4565e27cddp+0, 0x1.284dfe1f56381p+0,
    0x1.29e9df51fdee1p+0, 0x1.2b87fd0dad990p+0, 0x1.2d285a6e4030bp+0, 0x1.2ecafa93e2f56p+0,
    0x1.306fe0a31b715p+0, 0x1.32170fc4cd831p+0, 0x1.33c08b26416ffp+0, 0x1.356c55f929ff1p+0,
    0x1.371a7373aa9cbp+0, 0x1.38cae6d05d866p+0, 0x1.3a7db34e59ff7p+0, 0x1.3c32dc313a8e5p+0,
    0x1.3dea64c123422p+0, 0x1.3fa4504ac801cp+0, 0x1.4160a21f72e2ap+0, 0x1.431f5d950a897p+0,
    0x1.44e086061892dp+0, 0x1.46a41ed1d0057p+0, 0x1.486a2b5c13cd0p+0, 0x1.4a32af0d7d3dep+0,
    0x1.4bfdad5362a27p+0, 0x1.4dcb299fddd0dp+0, 0x1.4f9b2769d2ca7p+0, 0x1.516daa2cf6642p+0,
    0x1.5342b569d4f82p+0, 0x1.551a4ca5d920fp+0, 0x1.56f4736b527dap+0, 0x1.58d12d497c7fdp+0,
    0x1.5ab07dd485429p+0, 0x1.5c9268a5946b7p+0, 0x1.5e76f15ad2148p+0, 0x1.605e1b976dc09p+0,
    0x1.6247eb03a5585p+0, 0x1.6434634ccc320p+0, 0x1.6623882552225p+0, 0x1.68155d44ca973p+0,
    0x1.6a09e667f3bcdp+0, 0x1.6c012750bdabfp+0, 0x1.6dfb23c651a2fp+0, 0x1.6ff7df9519484p+0,
    0x1.71f75e8ec5f74p+0, 0x1.73f9a48a58174p+0, 0x1.75feb564267c9p+0, 0x1.780694fde5d3fp+0,
    0x1.7a11473eb0187p+0, 0x1.7c1ed0130c132p+0, 0x1.7e2f336cf4e62p+0, 0x1.80427543e1a12p+0,
    0x1.82589994cce13p+0, 0x1.8471a4623c7adp+0, 0x1.868d99b4492edp+0, 0x1.88ac7d98a6699p+0,
    0x1.8ace5422aa0dbp+0, 0x1.8cf3216b5448cp+0, 0x1.8f1ae99157736p+0, 0x1.9145b0b91ffc6p+0,
    0x1.93737b0cdc5e5p+0, 0x1.95a44cbc8520fp+0, 0x1.97d829fde4e50p+0, 0x1.9a0f170ca07bap+0,
    0x1.9c49182a3f090p+0, 0x1.9e86319e32323p+0, 0x1.a0c667b5de565p+0, 0x1.a309bec4a2d33p+0,
    0x1.a5503b23e255dp+0, 0x1.a799e1330b358p+0, 0x1.a9e6b5579fdbfp+0, 0x1.ac36bbfd3f37ap+0,
    0x1.ae89f995ad3adp+0, 0x1.b0e07298db666p+0, 0x1.b33a2b84f15fbp+0, 0x1.b59728de5593ap+0,
    0x1.b7f76f2fb5e47p+0, 0x1.ba5b030a1064ap+0, 0x1.bcc1e904bc1d2p+0, 0x1.bf2c25bd71e09p+0,
    0x1.c199bdd85529cp+0, 0x1.c40ab5fffd07ap+0, 0x1.c67f12e57d14bp+0, 0x1.c8f6d9406e7b5p+0,
    0x1.cb720dcef9069p+0, 0x1.cdf0b555dc3fap+0, 0x1.d072d4a07897cp+0, 0x1.d2f87080d89f2p+0,
    0x1.d5818dcfba487p+0, 0x1.d80e316c98398p+0, 0x1.da9e603db3285p+0, 0x1.dd321f301b460p+0,
    0x1.dfc97337b9b5fp+0, 0x1.e264614f5a129p+0, 0x1.e502ee78b3ff6p+0, 0x1.e7a51fbc74c83p+0,
    0x1.ea4afa2a490dap+0, 0x1.ecf482d8e67f1p+0, 0x1.efa1bee615a27p+0, 0x1.f252b376bba97p+0,
    0x1.f50765b6e4540p+0, 0x1.f7bfdad9cbe14p+0, 0x1.fa7c1819e90d8p+0, 0x1.fd3c22b8f71f1p+0
};

/* What that lacks, in shares of it. */
static const double power_rest[TABLE] = { 0x0.0p+0,
                                          0x1.b3b4f1a88bf6ep-54,
                                          -0x1.160139cd8dc5dp-56,
                                          -0x1.05e7a108766d1p-54,
                                          0x1.cd2523567f613p-55,
                                          -0x1.bce8023f98efap-55,
                                          0x1.0f74e61e6c861p-57,
                                          0x1.0a3e45b33d399p-54,
                                          0x1.79aa65d837b6dp-54,
                                          0x1.eb51a92fdeffcp-55,
                                          0x1.ebe3d702f9cd1p-60,
                                          -0x1.a033489906e0bp-57,
                                          -0x1.556522a2fbd0ep-54,
                                          -0x1.080ef8c4eea55p-58,
                                          -0x1.1c923b9d5f416p-54,
                                          0x1.0d3e3e95c55afp-55,
                                          -0x1.01b15eaa59348p-55,
                                          -0x1.f1ff055de323dp-55,
                                          0x1.b898c3f1353bfp-55,
                                          -0x1.6d99c7611eb26p-54,
                                          0x1.aecf73e3a2f60p-54,
                                          -0x1.fe782cb86389dp-55,
                                          0x1.a6f4144a6c38dp-55,
                                          0x1.07a05b0e4047dp-55,
                                          0x1.68efde3a8a894p-54,
                                          0x1.75e18f274487dp-55,
                                          0x1.0472b981fe7f2p-55,
                                          -0x1.6b87b3f71085ep-54,
                                          0x1.2f7e16d09ab31p-55,
                                          -0x1.d219b1a6fbffap-60,
                                          0x1.b3782720c0ab4p-55,
                                          0x1.e149289cecb8fp-57,
                                          0x1.34d754db0abb6p-55,
                                          0x1.64201e2ac744cp-55,
                                          0x1.fdd395dd3f84ap-55,
                                          -0x1.6a3803b8e5b04p-55,
                                          -0x1.24aedcc4b5068p-54,
                                          -0x1.907f81b512d8ep-54,
                                          -0x1.1d1e83e9436d2p-56,
                                          -0x1.91919b3ce1b15p-54,
                                          0x1.59f48a72a4c6dp-55,
                                          -0x1.312607a28698ap-54,
                                          -0x1.8a78f4817895bp-58,
                                          -0x1.c2c9b67499a1bp-56,
                                          0x1.363ed60c2ac11p-59,
                                          0x1.666093b0664efp-54,
                                          0x1.ecce1daa10379p-57,
                                          0x1.3ff8e3f0f1230p-54,
                                          0x1.690cebb7aafb0p-56,
                                          0x1.31dbdeb54e077p-54,
                                          -0x1.f94340071a38ep-55,
                                          -0x1.7deccdc93a349p-55,
                                          -0x1.8dec6bd0f385fp-56,
                                          -0x1.61246ec7b5cf6p-55,
                                          0x1.3350518fdd78ep-54,
                                          0x1.b98b72f8a9b05p-56,
                                          0x1.063e1e21c5409p-54,
                                          0x1.4c7855019c6eap-60,
                                          0x1.432e62b64c035p-54,
                                          -0x1.ce44a6199769fp-55,
                                          -0x1.c33c53bef4da8p-55,
                                          -0x1.45378892be9aep-55,
                                          -0x1.3cedd78565858p-54,
                                          0x1.710aa807e1964p-58,
                                          -0x1.3b3efbf5e2228p-54,
                                          -0x1.a12ad8734b982p-57,
                                          -0x1.367efb86da9eep-57,
                                          -0x1.0dc3d54e08851p-55,
                                          -0x1.81f647e5a3ecfp-56,
                                          -0x1.6ee4ac08b7db0p-55,
                                          -0x1.619321e55e68ap-55,
                                          0x1.09ccb5e09d4d3p-54,
                                          -0x1.b32dcb94da51dp-56,
                                          0x1.4ecfd5467c06bp-54,
                                          0x1.5ebe1abd66c55p-57,
                                          -0x1.8a1c52fb3cf42p-55,
                                          -0x1.369b6f13b3734p-54,
                                          -0x1.05e843a19ff1ep-55,
                                          -0x1.4d450d872576ep-54,
                                          0x1.0ad675b0e8a00p-54,
                                          0x1.db72fc1f0eab4p-55,
                                          -0x1.5b6609cc5e7ffp-57,
                                          0x1.bf68359f35f44p-56,
                                          -0x1.3091fa71e3d83p-54,
                                          -0x1.da9b88b6c1e29p-58,
                                          -0x1.c23f97c90b959p-57,
                                          -0x1.2434322f4f9aap-54,
                                          -0x1.5ca6cd7668e4bp-55,
                                          0x1.1affc2b91ce27p-56,
                                          0x1.dd235e10a73bbp-57,
                                          -0x1.7c50422622263p-55,
                                          0x1.b1c86e3e231d5p-55,
                                          -0x1.1bbd1d3bcbb15p-54,
                                          0x1.0cc319cee31d2p-54,
                                          0x1.469846e735ab3p-55,
                                          -0x1.2dfcd978e9db4p-55,
                                          0x1.c1a7792cb3387p-55,
                                          -0x1.07b8f4ad1d9fap-54,
                                          -0x1.5c3d956dcaebap-58,
                                          -0x1.0a40e3da6f640p-54,
                                          -0x1.8d6f438ad9334p-57,
                                          -0x1.1eee26b588a35p-54,
                                          0x1.4ffd70a5fddcdp-56,
                                          -0x1.1bdfbfa9298acp-54,
                                          0x1.36eae30af0cb3p-56,
                                          0x1.ee3325c9ffd94p-55,
                                          0x1.4e08fd10959acp-55,
                                          0x1.3cdaf384e1a67p-57,
                                          0x1.76b2c6c921968p-57,
                                          -0x1.08a1883ccb5d2p-55,
                                          -0x1.fad5d3ffffa6fp-55,
                                          -0x1.00dae3875a949p-54,
                                          0x1.4a385a63d07a7p-56,
                                          -0x1.2919e2040220fp-55,
                                          0x1.e5a50d5c192acp-55,
                                          0x1.43a59ac016b4bp-55,
                                          -0x1.2d52107b43e1fp-55,
                                          -0x1.92ab93b470dc9p-55,
                                          0x1.4b604603a88d3p-56,
                                          0x1.3c5ec519d7271p-55,
                                          -0x1.ff7128fd391f0p-55,
                                          -0x1.dae98e223747dp-55,
                                          0x1.ec3bc41aa2008p-55,
                                          0x1.42b94c3a9eb32p-55,
                                          0x1.a64a931d185eep-55,
                                          -0x1.e37bae43be3edp-55,
                                          0x1.7893b4d91cd9dp-56,
                                          0x1.305c14160cc89p-58 };

/* 1 / c to twelve bits, c amid the numbers whose place this is; 1 for those about 1. */
static const double inverse[TABLE] = {
    0x1.6c10000000000p+0, 0x1.6a10000000000p+0, 0x1.6810000000000p+0, 0x1.6620000000000p+0,
    0x1.6430000000000p+0, 0x1.6240000000000p+0, 0x1.6060000000000p+0, 0x1.5e70000000000p+0,
    0x1.5ca0000000000p+0, 0x1.5ac0000000000p+0, 0x1.58f0000000000p+0, 0x1.5720000000000p+0,
    0x1.5550000000000p+0, 0x1.5390000000000p+0, 0x1.51d0000000000p+0, 0x1.5010000000000p+0,
    0x1.4e60000000000p+0, 0x1.4cb0000000000p+0, 0x1.4b00000000000p+0, 0x1.4950000000000p+0,
    0x1.47b0000000000p+0, 0x1.4610000000000p+0, 0x1.4470000000000p+0, 0x1.42d0000000000p+0,
    0x1.4140000000000p+0, 0x1.3fb0000000000p+0, 0x1.3e20000000000p+0, 0x1.3ca0000000000p+0,
    0x1.3b10000000000p+0, 0x1.3990000000000p+0, 0x1.3810000000000p+0, 0x1.36a0000000000p+0,
    0x1.3520000000000p+0, 0x1.33b0000000000p+0, 0x1.3240000000000p+0, 0x1.30d0000000000p+0,
    0x1.2f70000000000p+0, 0x1.2e00000000000p+0, 0x1.2ca0000000000p+0, 0x1.2b40000000000p+0,
    0x1.29e0000000000p+0, 0x1.2890000000000p+0, 0x1.2730000000000p+0, 0x1.25e0000000000p+0,
    0x1.2490000000000p+0, 0x1.2340000000000p+0, 0x1.2200000000000p+0, 0x1.20b0000000000p+0,
    0x1.1f70000000000p+0, 0x1.1e30000000000p+0, 0x1.1cf0000000000p+0, 0x1.1bb0000000000p+0,
    0x1.1a80000000000p+0, 0x1.1940000000000p+0, 0x1.1810000000000p+0, 0x1.16e0000000000p+0,
    0x1.15b0000000000p+0, 0x1.1480000000000p+0, 0x1.1360000000000p+0, 0x1.1230000000000p+0,
    0x1.1110000000000p+0, 0x1.0ff0000000000p+0, 0x1.0ed0000000000p+0, 0x1.0db0000000000p+0,
    0x1.0c90000000000p+0, 0x1.0b80000000000p+0, 0x1.0a70000000000p+0, 0x1.0950000000000p+0,
    0x1.0840000000000p+0, 0x1.0730000000000p+0, 0x1.0620000000000p+0, 0x1.0520000000000p+0,
    0x1.0410000000000p+0, 0x1.0310000000000p+0, 0x1.0200000000000p+0, 0x1.0100000000000p+0,
    0x1.0000000000000p+0, 0x1.fc00000000000p-1, 0x1.f820000000000p-1, 0x1.f440000000000p-1,
    0x1.f080000000000p-1, 0x1.ecc0000000000p-1, 0x1.e920000000000p-1, 0x1.e580000000000p-1,
    0x1.e1e0000000000p-1, 0x1.de60000000000p-1, 0x1.dae0000000000p-1, 0x1.d780000000000p-1,
    0x1.d420000000000p-1, 0x1.d0c0000000000p-1, 0x1.cd80000000000p-1, 0x1.ca40000000000p-1,
    0x1.c720000000000p-1, 0x1.c400000000000p-1, 0x1.c0e0000000000p-1, 0x1.bde0000000000p-1,
    0x1.bac0000000000p-1, 0x1.b7e0000000000p-1, 0x1.b4e0000000000p-1, 0x1.b200000000000p-1,
    0x1.af20000000000p-1, 0x1.ac60000000000p-1, 0x1.a980000000000p-1, 0x1.a6e0000000000p-1,
    0x1.a420000000000p-1, 0x1.a160000000000p-1, 0x1.9ec0000000000p-1, 0x1.9c20000000000p-1,
    0x1.99a0000000000p-1, 0x1.9700000000000p-1, 0x1.9480000000000p-1, 0x1.9200000000000p-1,
    0x1.8fa0000000000p-1, 0x1.8d40000000000p-1, 0x1.8ac0000000000p-1, 0x1.8860000000000p-1,
    0x1.8620000000000p-1, 0x1.83c0000000000p-1, 0x1.8180000000000p-1, 0x1.7f40000000000p-1,
    0x1.7d00000000000p-1, 0x1.7ae0000000000p-1, 0x1.78a0000000000p-1, 0x1.7680000000000p-1,
    0x1.7460000000000p-1, 0x1.7240000000000p-1, 0x1.7020000000000p-1, 0x1.6e20000000000p-1
};

/* -log of that in two parts, of which the first has 42 bits after the point. */
static const double log_high[TABLE] = { -0x1.689983bca6000p-2,
                                        -0x1.62f570a539000p-2,
                                        -0x1.5d495dcacd000p-2,
                                        -0x1.57c2f53b05000p-2,
                                        -0x1.5234e0670a000p-2,
                                        -0x1.4c9f09e153000p-2,
                                        -0x1.472fdbe4fd000p-2,
                                        -0x1.418a821a4c000p-2,
                                        -0x1.3c3b2736b4000p-2,
                                        -0x1.36b5776bc1000p-2,
                                        -0x1.31579e142e000p-2,
                                        -0x1.2bf287cc41000p-2,
                                        -0x1.268620f34d000p-2,
                                        -0x1.214296d08a000p-2,
                                        -0x1.1bf816355f000p-2,
                                        -0x1.16a68c9dbd000p-2,
                                        -0x1.117ee81dfe000p-2,
                                        -0x1.0c50965e74000p-2,
                                        -0x1.071b85fcd6000p-2,
                                        -0x1.01dfa5529a000p-2,
                                        -0x1.f99dc6c23c000p-3,
                                        -0x1.ef6f5e338c000p-3,
                                        -0x1.e533effde2000p-3,
                                        -0x1.daeb5aa6c4000p-3,
                                        -0x1.d0fb7f2256000p-3,
                                        -0x1.c6ff3c6efc000p-3,
                                        -0x1.bcf6736f7e000p-3,
                                        -0x1.b34885022e000p-3,
                                        -0x1.a926d3a4ae000p-3,
                                        -0x1.9f60c06846000p-3,
                                        -0x1.958eadae60000p-3,
                                        -0x1.8c19fe2982000p-3,
                                        -0x1.8230164c1a000p-3,
                                        -0x1.78a4584c00000p-3,
                                        -0x1.6f0d28ae56000p-3,
                                        -0x1.656a6be1de000p-3,
                                        -0x1.5c28060c46000p-3,
                                        -0x1.526e5e3a1c000p-3,
                                        -0x1.4915d832fc000p-3,
                                        -0x1.3fb25a5952000p-3,
                                        -0x1.3643cad058000p-3,
                                        -0x1.2d38907e04000p-3,
                                        -0x1.23b412580c000p-3,
                                        -0x1.1a93b7d430000p-3,
                                        -0x1.1168e8127e000p-3,
                                        -0x1.08338affa2000p-3,
                                        -0x1.fec9131dc0000p-4,
                                        -0x1.ec3497b498000p-4,
                                        -0x1.da6e7637c4000p-4,
                                        -0x1.c8948014bc000p-4,
                                        -0x1.b6a688d9b4000p-4,
                                        -0x1.a4a4637ed4000p-4,
                                        -0x1.9375e55594000p-4,
                                        -0x1.814be23f8c000p-4,
                                        -0x1.6ff7309f8c000p-4,
                                        -0x1.5e8fa4d858000p-4,
                                        -0x1.4d1515b988000p-4,
                                        -0x1.3b87598b1c000p-4,
                                        -0x1.2ad449eff4000p-4,
                                        -0x1.1920bc3d1c000p-4,
                                        -0x1.08498b51e4000p-4,
                                        -0x1.eec11bf258000p-5,
                                        -0x1.cccb3cd798000p-5,
                                        -0x1.aab12cd3a0000p-5,
                                        -0x1.88729e70f0000p-5,
                                        -0x1.67f94f0948000p-5,
                                        -0x1.475ee9a0b0000p-5,
                                        -0x1.24b5321040000p-5,
                                        -0x1.03d5d85e70000p-5,
                                        -0x1.c5a92e1630000p-6,
                                        -0x1.83624fba80000p-6,
                                        -0x1.44c28d4510000p-6,
                                        -0x1.01f5658730000p-6,
                                        -0x1.85ac7e9e80000p-7,
                                        -0x1.fe02a6b100000p-8,
                                        -0x1.ff00aa2b00000p-9,
                                        0x0.0p+0,
                                        0x1.0101575880000p-7,
                                        0x1.fbea8b13c0000p-7,
                                        0x1.7c61b1cf60000p-6,
                                        0x1.f7a9b16780000p-6,
                                        0x1.39f07ba0e8000p-5,
                                        0x1.766d923c20000p-5,
                                        0x1.b35dd9b588000p-5,
                                        0x1.f0c30c1118000p-5,
                                        0x1.163d6ef958000p-4,
                                        0x1.345179b63c000p-4,
                                        0x1.5188742260000p-4,
                                        0x1.6ef528c058000p-4,
                                        0x1.8c985e9ba0000p-4,
                                        0x1.a956d3ecac000p-4,
                                        0x1.c6494a2e40000p-4,
                                        0x1.e2507702b0000p-4,
                                        0x1.fe89139dbc000p-4,
                                        0x1.0d79e7cd48000p-3,
                                        0x1.1b35ae3b82000p-3,
                                        0x1.299d30c606000p-3,
                                        0x1.36f4c27578000p-3,
                                        0x1.44f8b726f8000p-3,
                                        0x1.527e5e4a1c000p-3,
                                        0x1.601b076e7a000p-3,
                                        0x1.6d35fee52c000p-3,
                                        0x1.7b00916516000p-3,
                                        0x1.87ad07c494000p-3,
                                        0x1.9509aa0044000p-3,
                                        0x1.a27cc30640000p-3,
                                        0x1.af6895610e000p-3,
                                        0x1.bc69684aee000p-3,
                                        0x1.c8df7cb9a8000p-3,
                                        0x1.d60a17f904000p-3,
                                        0x1.e2a877a6b2000p-3,
                                        0x1.ef5ade4dd0000p-3,
                                        0x1.fb7d86eee4000p-3,
                                        0x1.03d95a1d67000p-2,
                                        0x1.0a504e97bb000p-2,
                                        0x1.107e404ab1000p-2,
                                        0x1.1661caecba000p-2,
                                        0x1.1ca28c64bb000p-2,
                                        0x1.22981fbef8000p-2,
                                        0x1.2896a13e08000p-2,
                                        0x1.2e9e2bce12000p-2,
                                        0x1.34585a594c000p-2,
                                        0x1.3a71c56bb5000p-2,
                                        0x1.403d086cea000p-2,
                                        0x1.4610bc29c6000p-2,
                                        0x1.4becf95d98000p-2,
                                        0x1.51d1d93104000p-2,
                                        0x1.5765f1749e000p-2 };

static const double log_low[TABLE] = { -0x1.25a53e0c9f034p-46,
                                       0x1.5538453b676bap-44,
                                       -0x1.bc3fdaed5844cp-44,
                                       -0x1.0494c017c2a52p-45,
                                       -0x1.49483d21b40d9p-44,
                                       0x1.e1dde70e02de0p-45,
                                       -0x1.f9364c53f821fp-45,
                                       -0x1.544a950cdfe50p-45,
                                       0x1.3e5d1e9d3ddf9p-47,
                                       -0x1.169785a9c223fp-46,
                                       0x1.27cda5a6d3d1fp-45,
                                       -0x1.b0f4f549d8ecfp-45,
                                       -0x1.8f44b998bb50ep-44,
                                       0x1.cb6298064becap-44,
                                       0x1.1b10958a02186p-44,
                                       -0x1.b546cd487dbdep-44,
                                       -0x1.30f778a2e8cbdp-44,
                                       -0x1.91647f8ab8825p-44,
                                       0x1.bcb8ba3e01a11p-44,
                                       -0x1.2d95d56371332p-44,
                                       0x1.7ed06117b4369p-44,
                                       -0x1.59e36e1b431a7p-46,
                                       0x1.fd75bb2837bb6p-44,
                                       0x1.8bfe9b3f43035p-44,
                                       0x1.af52b20633b29p-47,
                                       -0x1.ee1337e5107eep-44,
                                       0x1.271e894f591e4p-44,
                                       -0x1.03ba859924374p-44,
                                       0x1.53935e85baac8p-44,
                                       0x1.4355507c16436p-44,
                                       0x1.3b6857bb1fa3bp-46,
                                       -0x1.5e01e0d7c912bp-49,
                                       -0x1.98dd68a5d0b48p-46,
                                       -0x1.9e3f57d3f542ep-44,
                                       -0x1.69737c93373dap-44,
                                       0x1.a4d0df2ddfbcep-44,
                                       -0x1.6ece374e0e858p-44,
                                       0x1.790ba37fc5238p-44,
                                       0x1.53cee006bcf62p-44,
                                       -0x1.195be6b358ff7p-44,
                                       -0x1.1e18f2132dfd5p-44,
                                       -0x1.d2f4722be431cp-44,
                                       0x1.7e6e809e4f37dp-44,
                                       0x1.3debbf4ec55f3p-44,
                                       -0x1.93436f195cb75p-46,
                                       -0x1.0533cac823e27p-44,
                                       0x1.54555d1ae6607p-44,
                                       0x1.9ce0383858170p-47,
                                       -0x1.a83eac951c1aap-46,
                                       -0x1.6d371637a76fbp-45,
                                       -0x1.b175ff3be2566p-44,
                                       0x1.c42890c539de5p-44,
                                       -0x1.eddc37380c364p-44,
                                       -0x1.b2381da82fdfdp-51,
                                       -0x1.8f19994f375abp-55,
                                       -0x1.1c6fce08d7110p-44,
                                       0x1.8e7d02e3f5e95p-47,
                                       0x1.2241594aca313p-45,
                                       0x1.cea3ae5f05b87p-44,
                                       0x1.9221e62a516a0p-44,
                                       0x1.93b33c55fb24fp-46,
                                       -0x1.c84280496bda5p-44,
                                       -0x1.97a98b99b5035p-44,
                                       -0x1.84590fd8b3b42p-46,
                                       0x1.9c8d8f692991dp-45,
                                       -0x1.ecc1f3e7e4ed7p-44,
                                       -0x1.6de8fbaa8b77ap-46,
                                       0x1.966b2dce75097p-46,
                                       -0x1.f778960ed29cfp-44,
                                       0x1.962e95bcf75e5p-44,
                                       -0x1.deb9c96b40046p-45,
                                       -0x1.98b0a50467942p-44,
                                       -0x1.6107d26f92eb5p-44,
                                       0x1.248883197ad1cp-47,
                                       -0x1.9e23f0dda40e4p-46,
                                       -0x1.0bc04a086b56ap-45,
                                       0x0.0p+0,
                                       0x1.bce251998b506p-44,
                                       0x1.ec927b17e4e13p-50,
                                       -0x1.08fc8f849a447p-45,
                                       0x1.42ad9271be7d7p-45,
                                       0x1.eb129d642e577p-44,
                                       0x1.ff0a82f1c24c1p-46,
                                       0x1.d5674d6cf558ep-44,
                                       -0x1.caef3588b7d80p-45,
                                       -0x1.7f3b038d8e6ebp-46,
                                       0x1.d4203d36150d0p-44,
                                       0x1.30a1d96258b3ep-44,
                                       -0x1.5d462d767cadep-44,
                                       -0x1.37c377e430036p-44,
                                       0x1.e63794c02c4afp-44,
                                       0x1.8a5e8ab20c4e6p-44,
                                       -0x1.f897980522249p-45,
                                       0x1.56594d82f7a82p-44,
                                       0x1.cb422847849e4p-44,
                                       -0x1.20a2e76016a9dp-46,
                                       0x1.d4d0079dc08d9p-44,
                                       -0x1.4d9e2683a54edp-44,
                                       0x1.df6a4432b9bb4p-44,
                                       -0x1.4e60b8d4b411dp-44,
                                       0x1.152d7d4dfc8e5p-44,
                                       -0x1.f127eb4f64e1fp-45,
                                       -0x1.ae75fcb067e57p-44,
                                       -0x1.70f53c386330ap-44,
                                       0x1.f1e675b4d35c6p-44,
                                       0x1.d954963274bb8p-44,
                                       -0x1.148288bf7a937p-45,
                                       0x1.8f6d5d141f9bdp-45,
                                       0x1.eee42f58e1e6ep-44,
                                       -0x1.5d6e06fc20d39p-44,
                                       0x1.823817787081ap-44,
                                       -0x1.a211565bb8e11p-51,
                                       -0x1.1c061cdb8097bp-45,
                                       0x1.a17880f236109p-44,
                                       0x1.03094e6690c44p-44,
                                       -0x1.fb921823aafdap-48,
                                       -0x1.171fff9fc4abbp-44,
                                       -0x1.ac4f842f5566bp-46,
                                       -0x1.a1421609580dap-44,
                                       0x1.a8ed027e16952p-44,
                                       0x1.4300c128d1dc2p-45,
                                       -0x1.d4d9bf230f411p-44,
                                       -0x1.ce772094aef70p-44,
                                       0x1.e6ef574487308p-44,
                                       -0x1.e82c9f310c8e6p-46,
                                       -0x1.bb33b20023a70p-44,
                                       0x1.5b0faa20d9c8ep-44,
                                       -0x1.6532d93e0d82bp-44 };

/* Where exp is a normal number, and its last digits are as well. */
#define FAR 700.0

static inline rix_i_pair horner(rix_i_pair sum, rix_i_pair r, double next)
{
    return rix_i_pair_add(rix_i_pair_mul(sum, r), rix_i_pair_of(next));
}

/* For |x| <= FAR. */
static inline rix_i_pair exp_pair(rix_i_pair x)
{
    const double per_log2 =
        0x1.71547652b82fep+7; /* TABLE / log(2); log(2) / TABLE is the sum of the next two */
    const double log2_high = 0x1.62e42fefc0000p-8, log2_low = -0x1.c610ca86c3899p-44;
    const rix_i_pair round = rix_i_pair_of(0x1.8p52); /* where a double has no room for fractions */
    const rix_i_pair shifted = rix_i_pair_add(rix_i_pair_mul(x, rix_i_pair_of(per_log2)), round);
    const rix_i_bits k = rix_i_bits_from(shifted);
    const rix_i_pair steps = rix_i_pair_sub(shifted, round);
    const rix_i_pair near = rix_i_pair_sub(x, rix_i_pair_mul(steps, rix_i_pair_of(log2_high)));
    const rix_i_pair r = rix_i_pair_sub(near, rix_i_pair_mul(steps, rix_i_pair_of(log2_low)));
    const rix_i_bits at = rix_i_bits_and(k, rix_i_bits_of(TABLE - 1));
    const rix_i_bits twos = rix_i_bits_left(rix_i_bits_sub(k, at), MANTISSA_BITS - TABLE_BITS);
    const rix_i_pair scale =
        rix_i_bits_pair(rix_i_bits_add(rix_i_bits_from(rix_i_bits_look_up(power, at)), twos));
    const rix_i_pair square = rix_i_pair_mul(r, r);
    const rix_i_pair low = horner(rix_i_pair_of(1.0 / 6), r, 0.5);
    const rix_i_pair high = horner(rix_i_pair_of(1.0 / 120), r, 1.0 / 24);
    const rix_i_pair tail =
        rix_i_pair_mul(square, rix_i_pair_add(low, rix_i_pair_mul(square, high)));
    const rix_i_pair rest =
        rix_i_pair_add(r, rix_i_pair_add(rix_i_bits_look_up(power_rest, at), tail));
    return rix_i_pair_add(scale, rix_i_pair_mul(scale, rest));
}

/* r^2 (-1/2 + r/3 - ... + r^5/7) */
static inline rix_i_pair log_series(rix_i_pair r)
{
    const rix_i_pair square = rix_i_pair_mul(r, r);
    const rix_i_pair low = horner(rix_i_pair_of(1.0 / 3), r, -0.5);
    const rix_i_pair middle = horner(rix_i_pair_of(0.2), r, -0.25);
    const rix_i_pair high = horner(rix_i_pair_of(1.0 / 7), r, -1.0 / 6);
    const rix_i_pair upper = rix_i_pair_add(middle, rix_i_pair_mul(square, high));
    return rix_i_pair_mul(square, rix_i_pair_add(low, rix_i_pair_mul(square, upper)));
}

/* For normal positive x. */
static inline rix_i_pair log_pair(rix_i_pair x)
{
    const double log2_high = 0x1.62e42fefa3800p-1, log2_low = 0x1.ef35793c76730p-45;
    const rix_i_bits lowest =
                         rix_i_bits_of(0x3fe6700000000000), /* the number where the table begins */
        exponent = rix_i_bits_of(0xfff0000000000000), upper = rix_i_bits_of(0xfffffffff8000000);
    const rix_i_bits bits = rix_i_bits_from(x), over = rix_i_bits_sub(bits, lowest);
    const rix_i_bits at = rix_i_bits_and(rix_i_bits_right(over, MANTISSA_BITS - TABLE_BITS),
                                         rix_i_bits_of(TABLE - 1));
    const rix_i_bits z = rix_i_bits_sub(bits, rix_i_bits_and(over, exponent));
    const rix_i_pair whole = rix_i_bits_pair(z), half = rix_i_bits_pair(rix_i_bits_and(z, upper));
    const rix_i_pair b = rix_i_bits_look_up(inverse, at), k = rix_i_bits_exponent(over);
    const rix_i_pair r = rix_i_pair_add(rix_i_pair_sub(rix_i_pair_mul(half, b), rix_i_pair_of(1)),
                                        rix_i_pair_mul(rix_i_pair_sub(whole, half), b));
    const rix_i_pair base = rix_i_pair_add(rix_i_pair_mul(k, rix_i_pair_of(log2_high)),
                                           rix_i_bits_look_up(log_high, at));
    const rix_i_pair sum = rix_i_pair_add(base, r);
    const rix_i_pair lost = rix_i_pair_add(rix_i_pair_sub(base, sum), r);
    const rix_i_pair fine =
        rix_i_pair_add(rix_i_pair_mul(k, rix_i_pair_of(log2_low)), rix_i_bits_look_up(log_low, at));
    return rix_i_pair_add(sum, rix_i_pair_add(rix_i_pair_add(lost, fine), log_series(r)));
}

static double exp_one(double x)
{
    double result[2];
    if (!(fabs(x) <= FAR)) return exp(x);
    rix_i_pair_store(result, exp_pair(rix_i_pair_of(x)));
    return result[0];
}

static double log_one(double x)
{
    double result[2];
    if (!(x >= DBL_MIN && x <= DBL_MAX)) return log(x);
    rix_i_pair_store(result, log_pair(rix_i_pair_of(x)));
    return result[0];
}

void rix_i_exp(const double *x, size_t n, double *result)
{
    size_t i = 0;
    for (; i + 2 <= n; i += 2) {
        const rix_i_pair v = rix_i_pair_load(x + i);
        if (rix_i_pair_within(v, -FAR, FAR)) {
            rix_i_pair_store(result + i, exp_pair(v));
            continue;
        }
        result[i] = exp_one(x[i]);
        result[i + 1] = exp_one(x[i + 1]);
    }
    if (i < n) result[i] = exp_one(x[i]);
}

void rix_i_log(const double *x, size_t n, double *result)
{
    size_t i = 0;
    for (; i + 2 <= n; i += 2) {
        const rix_i_pair v = rix_i_pair_load(x + i);
        if (rix_i_pair_within(v, DBL_MIN, DBL_MAX)) {
            rix_i_pair_store(result + i, log_pair(v));
            continue;
        }
        result[i] = log_one(x[i]);
        result[i + 1] = log_one(x[i + 1]);
    }
    if (i < n) result[i] = log_one(x[i]);
}
