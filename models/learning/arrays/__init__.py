# SPDX-License-Identifier: MIT
r"""The machine learning itself, in numpy: hashed features, linear models, chains and a small net.

Notation: a row i (a token, a pair of tokens, a candidate) has features f, labels are y, sigma(x) is
1 / (1 + exp(-x)). All training is deterministic: the same rows in the same order give the same
model.

hashing: the hashing trick (Weinberger et al., ICML 2009)
    A feature is a template t and the values v1..vk of k columns. Its bucket is

        b(t, v) = top 20 bits of c * mix(...mix(mix(t, v1), v2)..., vk),
        mix(h, v) = z xor (z >> 32)  with  z = (h xor v) * c  (mod 2^64)

    c is the golden ratio as a 64-bit fraction (Knuth, TAOCP 3, 6.4). Features in one bucket share a
    weight. There are 2^20 buckets; a weight that stays below 0.002 is dropped.

crf: linear-chain conditional random fields (Lafferty, McCallum and Pereira, ICML 2001)
    A row scores s(i, y) = sum of w[b, y] over its buckets b. A chain of labels y1..yn has

        p(y1..yn) = exp(sum_i s(i, yi) + sum_i T[y(i-1), yi]) / Z

    with the transitions T. Forward and backward sums, scaled at each place, give the marginals
    p(yi) (`marginals`, `label_probabilities`); Viterbi gives the best chain (`viterbi`); forward
    filtering and backward sampling gives random chains (`sample_labels`). A chain of one row has no
    transitions: with two labels, p = sigma(s1 - s0), a logistic regression.
    Training minimises -log p + penalty / 2 * |w|^2 per row. The gradient of a weight is

        g = sum over rows with its bucket of (p(yi) - [yi is right]) + penalty * rows * w

    and of a transition, the expected less the actual count. A step is AdaGrad's (Duchi, Hazan and
    Singer, JMLR 2011): G += g^2, w -= rate * g / sqrt(G), with G = 0.1 at first, over batches of
    whole chains in a new order each epoch. The result is the mean over the later half of the epochs
    (averaging: Polyak and Juditsky, 1992). `averaged` is the mean of several models (bagging:
    Breiman, Machine Learning 1996).

net: a correction of probabilities by a few numbers
    Columns are standardised and cut off at 4 standard deviations: x. With units of width 16 from
    each of 4 random seeds, whose mean it is,

        p = sigma(logit(p0) + V relu(W x + a) + c)

    V and c start at zero, so that an untrained net leaves p0 as it was. Training minimises the
    cross-entropy against how right a row is, 0..1, by Adam (Kingma and Ba, ICLR 2015; b1 = 0.9,
    b2 = 0.99, rate 0.003, L2 0.003 per batch), averaged over the later half of the epochs.

weights: models as bytes
    A zip archive of plain arrays and JSON, whose sizes, forms and values are checked before use.

What is built of them is described where it is used: `claims.model` has four stages (cues: logistic
regression; roles: a chain; ranks: logistic regression; the net), `mentions.model` has one chain.
The expected Jaccard index of a set A of tokens with a label is sum_A p / (|A| + sum p - sum_A p);
the safe reading of a claim is the content most sampled readings agree with (minimum Bayes risk:
Kumar and Byrne, HLT-NAACL 2004).
"""
